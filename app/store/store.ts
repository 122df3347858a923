import type { Batch } from '../model/block.ts'
import type { Activity, Note, SecurityEvent, Status, Verdict } from '../model/event.ts'
import type { Flag } from '../model/flag.ts'
import type { TelemetryRecord } from '../model/record.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import type { EventQuery, RecordQuery } from '../model/query.ts'

export type OpenFailure =
  | { kind: 'corrupt'; file: string; message: string }
  | { kind: 'newer'; file: string; message: string; version: number; supported: number }
  | { kind: 'locked'; file: string; message: string }
  | { kind: 'unwritable'; file: string; message: string }

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
  count(query?: RecordQuery): number
  lastSeq(): number
  segments(): SegmentInfo[]
  /** Segments and blocks that could not be read; everything else works. */
  problems(): OpenFailure[]
  close(): void
}

export interface EventPage {
  events: SecurityEvent[]
  total: number
  next?: string
}

export type ChangeFailure =
  { kind: 'not_found'; id: string } | { kind: 'stale'; id: string; revision: number } | { kind: 'not_allowed'; id: string; message: string }

export interface EventChange {
  status?: Status
  verdict?: Verdict | null
  verdict_actor?: 'analyst' | 'automation' | null
  owner?: string | null
  resolved_at?: number | null
}

/** What recovery needs to start again where the last commit stood. */
export interface Recovery {
  /** Observations of blocks up to here are in the console database. */
  applied_seq: number
  snapshot?: { seq: number; state: unknown }
}

/** console.db: one writing thread (the engine's), readable from anywhere. */
export interface ConsoleStore {
  /**
   * Applies `apply` and moves `applied_seq` in one transaction: an event is never made twice.
   * `apply` upserts through the given functions.
   */
  applyObservations(seq: number, apply: (events: EventWriter) => void): void
  saveSnapshot(seq: number, state: unknown): void
  recovery(): Recovery

  searchEvents(query: EventQuery, options: { cursor?: string; limit: number }): EventPage
  getEvent(id: string): SecurityEvent | undefined
  /** Same anomaly type or same entity, newest first. */
  similarEvents(id: string, limit: number): SecurityEvent[]
  eventHistogram(query: EventQuery, interval: number): { time: number; counts: Record<string, number> }[]
  countEvents(query: EventQuery): Record<Status, number>
  /** Changes events, writes activity, remembers how to undo it: all or nothing. */
  changeEvents(
    changes: readonly { id: string; revision?: number; change: EventChange }[],
    context: { who: string; at: number; what: string },
  ): { kind: 'changed'; events: SecurityEvent[]; undo: string } | ChangeFailure
  undo(
    token: string,
    context: { who: string; at: number },
  ): { kind: 'undone'; events: SecurityEvent[] } | { kind: 'not_found' } | { kind: 'stale'; id: string }
  addNote(note: Note): void
  notes(event_id: string): Note[]

  activity(options: { subject?: string; before?: number; limit: number }): Activity[]
  addActivity(entry: { at: number; who: string; what: string; subject: string; before: unknown; after: unknown }): Activity
  verifyActivity(): { kind: 'intact'; lines: number } | { kind: 'broken'; seq: number }

  profiles(): RuleProfile[]
  saveProfile(profile: RuleProfile, context: { who: string; at: number }): void
  flags(): Pick<Flag, 'name' | 'enabled' | 'changed_at' | 'changed_by'>[]
  setFlag(name: string, enabled: boolean, context: { who: string; at: number }): void
  setting(key: string): unknown
  setSetting(key: string, value: unknown): void

  /** Evidence copied out of a segment about to be dropped. */
  keepEvidence(records: readonly TelemetryRecord[]): void
  keptEvidence(seqs: readonly number[]): TelemetryRecord[]
  evidenceBetween(first_seq: number, last_seq: number): number[]

  enqueueAlert(alert: { event_id: string; channel: string; at: number }): void
  pendingAlerts(now: number, limit: number): { id: number; event_id: string; channel: string; attempts: number }[]
  settleAlert(
    id: number,
    result: { kind: 'delivered'; at: number } | { kind: 'failed'; at: number; message: string; retry_at?: number },
  ): void
  alerts(event_id: string): { channel: string; at: number; state: string; attempts: number; message?: string }[]
  close(): void
}

export interface EventWriter {
  /** The event this episode folds into, if there is one: same type and entity, same episode. */
  findEpisode(anomaly_type: string, entity: string, episode: string): SecurityEvent | undefined
  /** The latest unresolved event of this type and entity. */
  findOpen(anomaly_type: string, entity: string): SecurityEvent | undefined
  insert(event: SecurityEvent): void
  update(event: SecurityEvent): void
  enqueueAlert(alert: { event_id: string; channel: string; at: number }): void
}
