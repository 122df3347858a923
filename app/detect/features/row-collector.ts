import type { TelemetryRecord } from '../../model/record.ts'
import { makeChance, type Chance } from '../forest/random.ts'
import { createFeatureRows, type FeatureRow, type FeatureRows } from './feature-rows.ts'
import type { FeatureSet } from './feature-set.ts'

/** A time in which something is known of an entity: an event with a verdict. Milliseconds. */
export interface EntitySpan {
  /** The names in the event's entity: an address, a user, both ends of a pair. */
  names: readonly string[]
  from: number
  to: number
}

/** Rows held at once: what a forest takes its samples from need not be more. */
export const mostRows = 200_000

/** Makes rows of stored records and keeps a fair sample of them (algorithm R: Vitter, ACM TOMS 11(1), 1985). */
export class RowCollector {
  seen = 0
  /** Rows under one of `leftOut`. */
  leftOutRows = 0
  private readonly kept: FeatureRow[] = []
  private inOrder = true
  private readonly maker: FeatureRows
  private readonly chance: Chance
  private readonly leftOut: SpanBook

  constructor(
    set: FeatureSet,
    options: { features: readonly string[] | null; window: number; seed: number; leftOut: readonly EntitySpan[] },
  ) {
    this.maker = createFeatureRows(set, options)
    this.chance = makeChance(options.seed)
    this.leftOut = new SpanBook(options.leftOut)
  }

  /** In the order in which they came. */
  get rows(): readonly FeatureRow[] {
    if (!this.inOrder) this.kept.sort((a, b) => a.first_seq - b.first_seq)
    this.inOrder = true
    return this.kept
  }

  observe(record: TelemetryRecord): void {
    this.maker.observe(record, (rows) => rows.forEach((row) => this.keep(row)))
  }

  private keep(row: FeatureRow): void {
    if (this.leftOut.holds(row)) {
      this.leftOutRows += 1
      return
    }
    this.seen += 1
    // The record behind a row is only for explaining it live, and would be all of the memory here.
    const { record: _, ...kept } = row
    if (this.kept.length < mostRows) this.kept.push(kept)
    else {
      const place = this.chance.below(this.seen)
      if (place >= mostRows) return
      this.kept[place] = kept
      this.inOrder = false
    }
  }
}

/** Whether a row is about an entity in a time in which something is known of it. */
export class SpanBook {
  private readonly byName = new Map<string, EntitySpan[]>()

  constructor(spans: readonly EntitySpan[]) {
    for (const span of spans) {
      for (const name of span.names) {
        const known = this.byName.get(name)
        if (known === undefined) this.byName.set(name, [span])
        else known.push(span)
      }
    }
  }

  holds({ entity, from, to }: Pick<FeatureRow, 'entity' | 'from' | 'to'>): boolean {
    return (this.byName.get(entity) ?? []).some((span) => span.from < Math.max(to, from + 1) && span.to >= from)
  }
}
