import { LruMap, type LruSnapshot } from './lru.ts'

const maxValues = 20_000
/** Nobody asks for more than this: what so many hosts contact is common. */
export const maxPrevalence = 32

/** How many different hosts of ours contacted something: what many of them know is infrastructure. No time is involved, so no clock can spoil it. */
export class Prevalence {
  private readonly hosts = new LruMap<string[]>(maxValues)

  /** Adds a host to those that contacted the value, and returns how many they are, at most 32. */
  see(value: string, host: string): number {
    const known = this.hosts.get(value)
    if (known === undefined) {
      this.hosts.set(value, [host])
      return 1
    }
    if (known.length < maxPrevalence && !known.includes(host)) known.push(host)
    return known.length
  }

  count(value: string): number {
    return this.hosts.peek(value)?.length ?? 0
  }

  snapshot(): LruSnapshot<string[]> {
    return this.hosts.snapshot()
  }

  restore(state: unknown): void {
    this.hosts.restore(state as LruSnapshot<unknown>, (value) => value as string[])
  }
}
