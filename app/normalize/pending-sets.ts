import type { FlowPacket } from './flow-packet.ts'

/** Data whose template has not come yet. */
export interface PendingSet {
  exporter: string
  template: number
  /** Header of its packet; `bytes` and `view` are the set's own body. */
  packet: FlowPacket
  arrival: number
}

const mostOfExporter = 64
const mostBytes = 1 << 20
/** Also bounds what tiny sets cost beside their bytes. */
const mostSets = 1024
/** Exporters over UDP send their templates every few minutes (RFC 7011 section 8.4: every 10 at most by default). */
const longestWait = 30 * 60_000

/** Sets that wait for their template, oldest first; who waits too long, or is too much, is given back. */
export class PendingSets {
  private readonly order = new Set<PendingSet>()
  private readonly byTemplate = new Map<string, PendingSet[]>()
  private readonly ofExporter = new Map<string, number>()
  private bytes = 0

  get size(): number {
    return this.order.size
  }

  add(set: PendingSet, evict: (set: PendingSet) => void): void {
    const key = keyOf(set)
    this.order.add(set)
    const siblings = this.byTemplate.get(key)
    if (siblings === undefined) this.byTemplate.set(key, [set])
    else siblings.push(set)
    this.ofExporter.set(set.exporter, (this.ofExporter.get(set.exporter) ?? 0) + 1)
    this.bytes += sizeOf(set)
    if ((this.ofExporter.get(set.exporter) ?? 0) > mostOfExporter) this.evict(this.oldestOf(set.exporter), evict)
    while (this.bytes > mostBytes || this.order.size > mostSets) this.evict(this.oldest(), evict)
  }

  /** Those that wait for this template; they wait no longer. */
  take(exporter: string, template: number): PendingSet[] {
    const sets = this.byTemplate.get(keyOf({ exporter, template })) ?? []
    for (const set of [...sets]) this.remove(set)
    return sets
  }

  expire(now: number, evict: (set: PendingSet) => void): void {
    for (let set = this.oldest(); set !== undefined && set.arrival < now - longestWait; set = this.oldest()) this.evict(set, evict)
  }

  drain(evict: (set: PendingSet) => void): void {
    for (const set of [...this.order]) this.evict(set, evict)
  }

  private oldest(): PendingSet | undefined {
    return this.order.values().next().value
  }

  private oldestOf(exporter: string): PendingSet | undefined {
    for (const set of this.order) if (set.exporter === exporter) return set
    return undefined
  }

  private evict(set: PendingSet | undefined, evict: (set: PendingSet) => void): void {
    if (set === undefined) return
    this.remove(set)
    evict(set)
  }

  private remove(set: PendingSet): void {
    const key = keyOf(set)
    this.order.delete(set)
    this.bytes -= sizeOf(set)
    const left = (this.byTemplate.get(key) ?? []).filter((sibling) => sibling !== set)
    if (left.length > 0) this.byTemplate.set(key, left)
    else this.byTemplate.delete(key)
    const count = (this.ofExporter.get(set.exporter) ?? 1) - 1
    if (count > 0) this.ofExporter.set(set.exporter, count)
    else this.ofExporter.delete(set.exporter)
  }
}

const keyOf = ({ exporter, template }: Pick<PendingSet, 'exporter' | 'template'>): string => `${template} ${exporter}`
const sizeOf = (set: PendingSet): number => set.packet.bytes.length
