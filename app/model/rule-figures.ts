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
