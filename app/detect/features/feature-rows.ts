import type { TelemetryRecord } from '../../model/record.ts'
import type { EntitySet, FeatureSet, RecordSet } from './feature-set.ts'
import { chooseFeatures } from './feature-set.ts'
import { WindowBook } from './window-book.ts'

/** One row of a table: what an entity did in a window, or what one record says. */
export interface FeatureRow {
  entity: string
  /** The configured source of its (first) record. */
  source: string
  /** Event times of the window; of a record, its own. Milliseconds. */
  from: number
  to: number
  first_seen: number
  last_seen: number
  first_seq: number
  records: number
  evidence: number[]
  values: number[]
  /** The record itself, where it makes the row. */
  record?: TelemetryRecord
}

/** Makes rows of records, the same whether live, replayed or in training. Rows of windows that close together come together. */
export interface FeatureRows {
  observe(record: TelemetryRecord, emit: (rows: FeatureRow[]) => void): void
  /** A heartbeat: windows end although no record says so. */
  tick(time: number, emit: (rows: FeatureRow[]) => void): void
  snapshot(): unknown
  restore(state: unknown): void
  stats(): { entities: number; evicted: number }
}

export function createFeatureRows(set: FeatureSet, options: { features: readonly string[] | null; window: number }): FeatureRows {
  return set.judges === 'entity' ? new EntityRows(set, options) : new RecordRows(set, options)
}

class EntityRows implements FeatureRows {
  private readonly book: WindowBook

  constructor(set: EntitySet, { features, window }: { features: readonly string[] | null; window: number }) {
    this.book = new WindowBook(set, chooseFeatures(set.features, features), window)
  }

  observe(record: TelemetryRecord, emit: (rows: FeatureRow[]) => void): void {
    this.book.observe(record, emit)
  }

  tick(time: number, emit: (rows: FeatureRow[]) => void): void {
    this.book.tick(time, emit)
  }

  snapshot(): unknown {
    return this.book.snapshot()
  }

  restore(state: unknown): void {
    this.book.restore(state)
  }

  stats(): { entities: number; evicted: number } {
    return this.book.stats()
  }
}

/** A record is a row at once: nothing is kept between two. */
class RecordRows implements FeatureRows {
  private readonly set: RecordSet
  private readonly features: RecordSet['features']

  constructor(set: RecordSet, { features }: { features: readonly string[] | null }) {
    this.set = set
    this.features = chooseFeatures(set.features, features)
  }

  observe(record: TelemetryRecord, emit: (rows: FeatureRow[]) => void): void {
    const entity = this.set.entityOf(record)
    if (entity === undefined) return
    const { time, seq, source } = record
    const values = this.features.map(({ measure }) => measure(record))
    const times = { from: time, to: time, first_seen: time, last_seen: time }
    emit([{ entity, source, ...times, first_seq: seq, records: 1, evidence: [seq], values, record }])
  }

  tick(): void {}

  snapshot(): unknown {
    return null
  }

  restore(): void {}

  stats(): { entities: number; evicted: number } {
    return { entities: 0, evicted: 0 }
  }
}
