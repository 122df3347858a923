import type { DatasetCleanUp } from './dataset.ts'

/** What is past its time and was taken away, by kind. */
export interface RetentionRun {
  at: number
  /** Segments and their records, since it was asked last: they go as soon as they are due. Evidence of events is copied out of them first. */
  telemetry: { segments: number; records: number }
  /** Verdicts of signals. */
  signals: number
  /** Versions of models that are out of force. */
  models: number
  /** Null where no dataset was ever watched. */
  datasets: DatasetCleanUp | null
}
