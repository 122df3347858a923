import type { StreamHistory } from '../detect/detector.ts'
import type { EnrichData } from '../enrich/enricher.ts'
import type { Batch } from '../model/block.ts'
import type { Chunk } from '../model/message.ts'
import type { Observation } from '../model/observation.ts'
import type { RecordView } from '../model/record-view.ts'
import type { MaskingRules } from '../model/masking.ts'
import type { OpenedSource, SourceState } from '../model/source.ts'
import type { SignalJudgement, StreamCounters, StreamDefinition } from '../model/stream.ts'
import type { DetectorCounters } from '../model/counters.ts'
import type { TelemetryLimits, SegmentInfo } from '../store/store.ts'
import type { MaskingCounters } from './message-masking.ts'

/** Everything that crosses a thread boundary inside the engine, by pair of threads. */

export type ImportFormat = 'auto' | 'syslog' | 'requests' | 'events' | 'pcap' | 'measurements'

export interface ImportPorts {
  syslog: number[]
  netflow: number[]
}

export type ToIntake =
  | { kind: 'open'; request: number; source: OpenedSource }
  | { kind: 'close'; request: number; id: string }
  /** `stream`: whose measurements they are. */
  | { kind: 'import'; request: number; files: string[]; format: ImportFormat; stream: string | undefined; ports: ImportPorts }
  | { kind: 'cancel_import'; import: number }
  /** Messages of the API, as a chunk. */
  | { kind: 'submit'; request: number; chunk: Chunk }
  /** Report the counters and hand on what has gathered, now. */
  | { kind: 'settle'; request: number }
  | { kind: 'stop'; request: number }

export interface IntakeCounters {
  source: string
  received: number
  received_bytes: number
  dropped: Record<string, number>
}

export type ImportOutcome = { kind: 'done' } | { kind: 'cancelled' } | { kind: 'failed'; file: string; message: string }

/** `full`: there was no room, nothing was taken, and it is counted. */
export type Submission = 'taken' | 'full'

export type FromIntake =
  | { kind: 'opened'; request: number; state: SourceState }
  | { kind: 'answered'; request: number }
  | { kind: 'submitted'; request: number; submission: Submission }
  | { kind: 'counters'; sources: IntakeCounters[]; queued_bytes: number }
  | { kind: 'import_progress'; request: number; fraction: number }
  | { kind: 'imported'; request: number; outcome: ImportOutcome; problems: { file: string; message: string }[] }

/** Intake → pipeline, and its receipt. `end` asks the pipeline to say when everything before it is processed. */
export type IntakeToPipeline = { kind: 'chunk'; chunk: Chunk }
export type PipelineToIntake = { kind: 'taken'; bytes: number }

export interface PipelineSettings {
  /** Detector name → parameters that differ from the defaults. */
  parameters: Record<string, Record<string, number>>
  /** Source id → IANA zone. */
  timezones: Record<string, string>
  /** What is never kept. */
  masking: MaskingRules
  /** With those that are switched off, presets among them: what they have learnt is kept. */
  streams?: readonly StreamDefinition[]
  /** Detector name → what was learnt for it elsewhere: models in force. */
  learned?: Record<string, unknown>
  /** New data for the enrichers, when it changed. */
  enrich?: EnrichData
}

export type ToPipeline =
  | { kind: 'tick'; time: number }
  /** Answered when it holds, with the counters of its streams before. */
  | { kind: 'configure'; request: number; settings: PipelineSettings }
  | { kind: 'live'; enabled: boolean }
  | { kind: 'snapshot' }
  /** Keep the records of a stream whose history is replayed elsewhere. Answered as `flush` is: what came before is stored then. */
  | { kind: 'hold_stream'; request: number; stream: string }
  /** What history has made of that stream; a snapshot follows. */
  | { kind: 'adopt_stream'; request: number; stream: string; history: StreamHistory }
  /** Flush what is pending; with `drain`, what detectors hold back as well. Answered by a batch with `flushed`. */
  | { kind: 'flush'; request: number; drain: boolean }

export interface PipelineCounters {
  sources: { source: string; parsed: number; unparsed: Record<string, number>; last_record_at: number }[]
  detectors: DetectorCounters[]
  clocks: { domain: string; skew: number; records: number; last_seen: number }[]
  queued_chunks: number
  masking?: MaskingCounters
  streams?: StreamCounters[]
}

export type FromPipeline =
  { kind: 'ready'; replayed: number } | { kind: 'counters'; counters: PipelineCounters } | { kind: 'answered'; request: number }

/** Newest records for the live view, made only while someone looks; `skipped` are those a flood left out. */
export interface LiveSample {
  records: RecordView[]
  skipped: number
  /** Somebody has begun to look: records stored before this one are in no sample. */
  begins?: true
}

/** What a snapshot holds; a part that another version wrote may be missing. */
export interface PipelineState {
  detection?: Record<string, unknown>
  parsers?: Record<string, unknown>
  /** The newest heartbeat that the detectors knew; milliseconds. */
  tick?: number
}

/** What travels pipeline → writer → engine: applied in order, each exactly once. */
export interface PipelineBatch extends Batch {
  /** Last seq this batch speaks for. */
  seq: number
  live?: LiveSample
  /** Detector and parser state as of `seq`. */
  snapshot?: unknown
  flushed?: number
  /** A heartbeat that is in the store already; only its observations are new. */
  tick_replayed?: number
  /** Milliseconds: arrival of the newest record. */
  arrival?: number
  judgements?: JudgementBatch
}

/** Verdicts of streams, in the order in which they were made. */
export interface JudgementBatch {
  judgements: SignalJudgement[]
  /** A restart made them again: they are stored anew, and nobody is told twice. */
  replayed: boolean
}

export type PipelineToWriter = { kind: 'batch'; batch: PipelineBatch }
export type WriterToPipeline = { kind: 'written'; batches: number }

export interface Committed {
  seq: number
  /** Records stored by this commit, by source. */
  stored: Record<string, number>
  arrival?: number
  observations: Observation[]
  judgements: JudgementBatch[]
  ticks: number[]
  live?: LiveSample
  snapshots: { seq: number; state: unknown }[]
  flushed: number[]
}

export type ToWriter =
  | { kind: 'configure'; limits: TelemetryLimits }
  | { kind: 'covered'; seq: number }
  | { kind: 'drop'; request: number; file: string }
  | { kind: 'stop'; request: number }

export type FromWriter =
  | { kind: 'ready'; last_seq: number; problems: { file: string; message: string }[] }
  | { kind: 'committed'; committed: Committed }
  | { kind: 'segments'; segments: SegmentInfo[]; expired: SegmentInfo[]; queued_batches: number }
  | { kind: 'answered'; request: number }
  | { kind: 'failed'; message: string }
