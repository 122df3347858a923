import type { Entity } from '../model/observation.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import type { PreviewFigures } from '../model/rule-figures.ts'
import type { EventOutline, TimeRange } from '../store/store.ts'
import type { CancelFlag, FromQuestion } from './question-messages.ts'

/** What a preview is asked: one detector with two sets of parameters over the records of a time. */
export interface PreviewQuestion extends TimeRange {
  detector: string
  /** Whole sets; the detector's defaults fill nothing in. */
  before: Record<string, number>
  after: Record<string, number>
  /** What it was told of models, for both. */
  learned?: unknown
  /** Whether the engine beats where these records came in; a replayed day has no heartbeats. */
  beats: boolean
  /** Of the detector's types: what its events are called and how grave they are. */
  profiles: RuleProfile[]
  /** Events of these types in this time, whose verdicts judge the change. */
  stored: EventOutline[]
}

/** An event of one of the two runs. */
export interface RunEvent {
  id: string
  anomaly_type: string
  entity: Entity
  risk_score: number
  score: number
  first_seen: number
  last_seen: number
  count: number
  explanation: string
}

export interface PreviewAnswer extends PreviewFigures {
  /** Of the time asked for; what was read before it, so that the detector finds its feet, is not counted. */
  records: number
  complete: boolean
  oldest_record?: number
}

export interface PreviewThreadData {
  telemetry: string
  question: PreviewQuestion
  cancel: CancelFlag
}

export type FromPreview = FromQuestion<{ kind: 'answer'; answer: PreviewAnswer }>
