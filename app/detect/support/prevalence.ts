import { DomainTable, type DomainTableState } from './domain-table.ts'

const capacity = 60_000
/** Nobody asks for more than this: what so many hosts contact is common. */
const maxHosts = 32
/** The table's domain: no time is involved here, so no clock can spoil it. */
const everywhere = ''

/** How many different hosts of ours contacted something: what many of them know is infrastructure. */
export class Prevalence {
  private readonly hosts = new DomainTable<string, string[]>(capacity, (hosts) => 1 + hosts.length)

  /** Adds a host to those that contacted the value, and returns how many they are, at most 32. */
  see(value: string, host: string): number {
    const known = this.hosts.get(everywhere, value)
    if (known === undefined) {
      this.hosts.add(everywhere, value, [host])
      return 1
    }
    if (known.length < maxHosts && !known.includes(host)) {
      known.push(host)
      this.hosts.charge(1)
    }
    return known.length
  }

  count(value: string): number {
    return this.hosts.get(everywhere, value)?.length ?? 0
  }

  snapshot(): DomainTableState<string, string[]> {
    return this.hosts.snapshot((hosts) => hosts)
  }

  restore(state: unknown): void {
    this.hosts.restore(state as DomainTableState<string, string[]>, (hosts) => hosts)
  }
}
