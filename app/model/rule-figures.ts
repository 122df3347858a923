import type { Verdict } from './event.ts'

/** The events of one anomaly type in numbers. */
export interface RuleCounts {
  anomaly_type: string
  /** Begun in the last seven days. */
  events_per_day: number
  open: number
  /** Resolved events by verdict, of all time. */
  true_positive: number
  benign: number
  /** Of logic or of data. */
  false_positive: number
  last_fired?: number
}

/** One event that a preview raises with one profile and not with the other. */
export interface PreviewedEvent {
  anomaly_type: string
  entity: string
  first_seen: number
  last_seen: number
  count: number
  explanation: string
  /** The stored event that it is, and its verdict, where there is one. */
  event_id?: string
  verdict?: Verdict
}

/** What a change would raise and remove, and what resolved events say of that. */
export interface PreviewFigures {
  before: number
  after: number
  /** At most 200 each, the gravest first; the counts are whole. */
  raised: PreviewedEvent[]
  removed: PreviewedEvent[]
  raised_count: number
  removed_count: number
  /** Events resolved as true positives that the change would lose. */
  lost_true_positives: PreviewedEvent[]
  /** Resolved as true positives, and found by neither run: their records are gone, or other parameters found them. */
  unreproduced_true_positives: number
  /** Events resolved as benign or false that it would spare. */
  removed_noise: number
}
