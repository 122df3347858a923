import type { Batch } from '../model/block.ts'
import type { TelemetryRecord } from '../model/record.ts'
import type { RecordQuery } from '../model/query.ts'

export type OpenFailure =
  | { kind: 'corrupt'; file: string; message: string }
  | { kind: 'newer'; file: string; message: string; version: number; supported: number }
  | { kind: 'locked'; file: string; message: string }
  | { kind: 'unwritable'; file: string; message: string }
  | { kind: 'full'; file: string; message: string }

export interface TelemetryLimits {
  retention_days: number
  budget_bytes: number
  /** A segment closes when it is this old or this large. */
  segment_hours: number
  segment_bytes: number
}

export interface SegmentInfo {
  file: string
  open: boolean
  first_seq: number
  last_seq: number
  min_time: number
  max_time: number
  records: number
  bytes: number
  created_at: number
  /** When it took its last record; undefined while it is open. */
  closed_at?: number
}

/** The one writer of telemetry segments; lives on the writer thread. Synchronous: SQLite is. */
export interface TelemetryWriter {
  /** The newest seq that is committed (or given up with a segment that cannot be read): the next record's is greater. */
  lastSeq(): number
  /** Commits the batches in one transaction; when it returns they survive kill −9. */
  append(batches: readonly Batch[]): void
  /** Background work, a slice of at most about 50 ms: merge small blocks, close and index segments. True if there is more. */
  maintain(now: number): boolean
  /** Segments to drop under the limits, oldest first. The caller saves their evidence, then calls `drop`. */
  expired(now: number): SegmentInfo[]
  drop(file: string): void
  segments(): SegmentInfo[]
  /** Blocks up to this seq are covered by a detector snapshot: their ticks may be merged away. */
  covered(seq: number): void
  configure(limits: TelemetryLimits): void
  close(): void
}

export interface RecordPage {
  records: TelemetryRecord[]
  /** Pass as `cursor` for the next page; absent at the end. */
  next?: number
  /** Records looked at. */
  scanned: number
  /** True when everything was looked at. False with a page that is not full: the bound on work, or `cancel`, stopped it; `next` goes on from there. */
  exhausted: boolean
}

export interface HistogramBucket {
  time: number
  count: number
  unparsed: number
}

export interface Histogram {
  interval: number
  buckets: HistogramBucket[]
  /** By source (or dataset) for stacking: name → counts aligned with `buckets`. */
  series: Record<string, number[]>
  total: number
  exact: boolean
}

export interface Cancel {
  cancelled: boolean
}

/** Event times; milliseconds, `to` exclusive. */
export interface TimeRange {
  from: number
  to: number
}

/** One block's records, and the heartbeat that came after them. `fraction`: of the walk, 0 to 1. */
export interface RecordPart {
  records: TelemetryRecord[]
  tick?: number
  fraction: number
}

/** Reads telemetry; lives on the reader thread (and in the CLI); never blocks the writer. */
export interface TelemetryReader {
  /** Newest first, by `seq`. */
  search(
    query: RecordQuery,
    options: { cursor?: number; limit: number; cancel?: Cancel; budget_ms?: number; onProgress?: (fraction: number) => void },
  ): RecordPage
  /** From roll-ups when the query has no terms, else by scan. `from`, `to` in ms, `interval` in ms (a multiple of 60,000 or smaller by scan). */
  histogram(query: RecordQuery, options: { interval: number; cancel?: Cancel; budget_ms?: number }): Histogram
  get(seqs: readonly number[]): TelemetryRecord[]
  /** Most frequent values of a field among matching records. */
  top(
    query: RecordQuery,
    field: string,
    options: { limit: number; cancel?: Cancel; budget_ms?: number },
  ): { value: string; count: number }[]
  /**
   * Records after the one of that seq in order, a block at a time, with every heartbeat given after that record, for recovery.
   */
  replay(after: number, visit: (part: { records: TelemetryRecord[]; tick?: number }) => void): void
  /**
   * Blocks that hold anything of a time, oldest first and whole, with the heartbeats of that time; other blocks are not
   * read. `visit` returns false to end it. However long that takes, the writer is not held up.
   */
  walk(range: TimeRange, visit: (part: RecordPart) => boolean): void
  count(query?: RecordQuery): number
  lastSeq(): number
  segments(): SegmentInfo[]
  /** Segments and blocks that could not be read; everything else works. */
  problems(): OpenFailure[]
  close(): void
}
