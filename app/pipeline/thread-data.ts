import type { EnrichData } from '../enrich/enricher.ts'
import type { TelemetryLimits } from '../store/store.ts'
import type { PipelineSettings } from './messages.ts'

/** What each thread is started with. */
export interface PipelineThreadData {
  telemetry: string
  last_seq: number
  /** Observations up to here, and heartbeats up to this time, are in the console database. */
  applied_seq: number
  applied_tick: number
  snapshot: { seq: number; state: unknown } | undefined
  settings: PipelineSettings
  enrich: EnrichData
}

export interface WriterThreadData {
  telemetry: string
  limits: TelemetryLimits
  /** The newest seq that the console knows of, whatever the segments still hold. */
  known_seq?: number
}

export interface ReaderThreadData {
  telemetry: string
  /** signals.db, where there is one. */
  signals?: string
}
