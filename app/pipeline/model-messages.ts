import type { FeatureSetName, ModelComparison, ModelSettings, DriftReport, ModelVersion } from '../model/outlier-model.ts'
import type { TimeRange } from '../store/store.ts'
import type { CancelFlag, FromQuestion } from './question-messages.ts'

/** A time in which something is known of an entity. */
export interface KnownSpan extends TimeRange {
  names: string[]
}

/**
 * What the model thread is asked: one question, over the stored records of a time. Models travel as the JSON that is kept.
 * `now`: the last days up to the newest record (what was imported is judged by its own days), or to now.
 */
export type ModelQuestion =
  | { kind: 'train'; set: FeatureSetName; settings: ModelSettings; now: number; last_seq: number; confirmed: KnownSpan[] }
  | ({ kind: 'compare'; candidate: unknown; current: unknown; confirmed: KnownSpan[]; noise: KnownSpan[]; budget: number } & TimeRange)
  | { kind: 'drift'; model: unknown; now: number }

export type TrainedSummary = Omit<
  ModelVersion,
  'id' | 'set' | 'version' | 'state' | 'trained_at' | 'trained_by' | 'why' | 'took' | 'changed_at' | 'replaced'
>

export type ModelAnswer =
  | { kind: 'trained'; summary: TrainedSummary; document: Record<string, unknown> }
  | { kind: 'too_few_rows'; rows: number; confirmed_rows: number }
  | { kind: 'compared'; comparison: ModelComparison }
  | { kind: 'drift'; drift: Omit<DriftReport, 'at'> }

export interface ModelThreadData {
  telemetry: string
  question: ModelQuestion
  cancel: CancelFlag
}

export type FromModelThread = FromQuestion<{ kind: 'answer'; answer: ModelAnswer }>
