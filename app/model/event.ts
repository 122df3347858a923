import type { Decision } from './decision.ts'
import type { ApplicationFacts, Entity, Reason } from './observation.ts'
import type { Technique } from './rule-profile.ts'
import type { Category, Severity } from './severity.ts'

export const statuses = ['new', 'acknowledged', 'in_progress', 'resolved'] as const
export type Status = (typeof statuses)[number]

export const verdicts = [
  'true_positive',
  'benign',
  'false_positive_logic',
  'false_positive_data',
  'duplicate',
  'test',
  'insufficient_data',
] as const
export type Verdict = (typeof verdicts)[number]

/** OCSF 1.4 Detection Finding (2004) `status_id`. Acknowledged has no integer of its own: 2 In Progress. */
export const ocsfStatus: Record<Status, number> = { new: 1, acknowledged: 2, in_progress: 2, resolved: 4 }

/** OCSF 1.4 `verdict_id`: 1 False Positive, 2 True Positive, 3 Disregard, 6 Test, 7 Insufficient Data, 10 Duplicate. */
export const ocsfVerdict: Record<Verdict, number> = {
  true_positive: 2,
  benign: 3,
  false_positive_logic: 1,
  false_positive_data: 1,
  duplicate: 10,
  test: 6,
  insufficient_data: 7,
}

/** A recorded anomaly: what the analyst triages and resolves. */
export interface SecurityEvent {
  id: string
  anomaly_type: string
  title: string
  detector: string
  entity: Entity
  episode: string
  status: Status
  verdict?: Verdict
  verdict_actor?: 'analyst' | 'automation'
  owner?: string
  severity: Severity
  risk_score: number
  category: Category
  techniques: Technique[]
  /** 0 to 1, the strongest of its observations. */
  score: number
  first_seen: number
  last_seen: number
  count: number
  explanation: string
  reasons: Reason[]
  /** `seq` of evidence records, at most `maxEvidence`. */
  evidence: number[]
  metadata: Record<string, unknown>
  decision: Decision
  /** The source of the record that raised it first. */
  source?: string
  /** The newest request's. */
  application?: ApplicationFacts
  created_at: number
  updated_at: number
  resolved_at?: number
  /** Grows with every change: a stale edit is refused. */
  revision: number
}

export interface Note {
  id: string
  event_id: string
  author: string
  at: number
  text: string
}

/** One line of the append-only, hash-chained activity log. */
export interface Activity {
  seq: number
  at: number
  who: string
  what: string
  subject: string
  before: unknown
  after: unknown
  /** SHA-256 over the previous line's hash and this line's canonical JSON; hex. */
  hash: string
  previous: string
}
