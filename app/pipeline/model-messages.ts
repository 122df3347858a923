import type { FeatureSetName, ModelComparison, ModelSettings, DriftReport, ModelVersion } from '../model/outlier-model.ts'
import type { TimeRange } from '../store/store.ts'
import type { CancelFlag } from './preview-messages.ts'

/** A time in which something is known of an entity. */
export interface KnownSpan extends TimeRange {
  names: string[]
}

/** What the model thread is asked: one question, over the stored records of a time. Models travel as the JSON that is kept. */
export type ModelQuestion = TimeRange &
  (
    | { kind: 'train'; set: FeatureSetName; settings: ModelSettings; last_seq: number; confirmed: KnownSpan[] }
    | { kind: 'compare'; candidate: unknown; current: unknown; confirmed: KnownSpan[]; noise: KnownSpan[]; budget: number }
    | { kind: 'drift'; model: unknown }
  )

export type TrainedSummary = Omit<
  ModelVersion,
  'id' | 'set' | 'version' | 'state' | 'trained_at' | 'trained_by' | 'why' | 'took' | 'changed_at' | 'replaced'
>

export type ModelAnswer =
  | { kind: 'trained'; summary: TrainedSummary; document: Record<string, unknown> }
  | { kind: 'too_few_rows'; rows: number; confirmed_rows: number }
  | { kind: 'compared'; comparison: ModelComparison }
  | { kind: 'drift'; drift: Omit<DriftReport, 'at' | 'from' | 'to'> }

export interface ModelThreadData {
  telemetry: string
  question: ModelQuestion
  cancel: CancelFlag
}

export type FromModelThread =
  | { kind: 'progress'; fraction: number }
  | { kind: 'answer'; answer: ModelAnswer }
  | { kind: 'cancelled' }
  | { kind: 'failed'; message: string }
