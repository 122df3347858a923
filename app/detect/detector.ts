import type { Observation } from '../model/observation.ts'
import type { TelemetryRecord } from '../model/record.ts'
import type { AnomalyTypeDefinition, ParameterDefinition } from '../model/rule-profile.ts'
import type { SignalJudgement, StreamCounters, StreamDefinition } from '../model/stream.ts'

export type Emit = (observation: Observation) => void

/** Parameters of every anomaly type of the detector, by name; defaults filled in. */
export type Parameters = Readonly<Record<string, number>>

/**
 * A running detector. Sees records in `seq` order and knows no clock but their `time`:
 * the same records give the same observations, however batched, live or replayed, across a restart.
 */
export interface DetectorInstance {
  observe(record: TelemetryRecord, emit: Emit): void
  /**
   * The corridor's heartbeat (live only; recorded in the store and replayed from there, so it is as
   * repeatable as a record): milliseconds. Lets silence be noticed when nothing arrives at all.
   */
  tick(time: number, emit: Emit): void
  /**
   * Emits what was held back to spare the queue (count growth of running episodes). Called at heartbeats and at
   * the end of a replay; must not change what later records will find.
   */
  drain(emit: Emit): void
  configure(parameters: Parameters): void
  /** What was learnt elsewhere (models): told before the first record and before `restore`, and again whenever it changes. */
  adopt?(learned: unknown): void
  /** JSON-able and bounded. `restore(snapshot())` goes on exactly as if nothing had happened. */
  snapshot(): unknown
  restore(state: unknown): void
  stats(): { entities: number; evicted: number }
  /** Only of the one that runs streams. */
  streams?: StreamStage
}

/** What runs streams, beside being a detector: it says something of every value, not only of anomalies. */
export interface StreamStage {
  /**
   * A stream whose definition is the same goes on as it is; one that is switched off keeps what it has learnt. `seq`: of the
   * newest record so far; messages of a stream that come after it wait while its history is replayed.
   */
  setStreams(definitions: readonly StreamDefinition[], seq: number): void
  takeJudgements(): SignalJudgement[]
  streamCounters(): StreamCounters[]
  /** Keeps the records of a stream whose history is replayed elsewhere, from now on. */
  holdRecords(name: string): void
  /** Takes up what that history has made of the stream, and the records held since. */
  adoptStream(name: string, history: StreamHistory, emit: Emit): void
}

/** What stored records up to `upto` have made of a stream: the snapshot of a stage that ran it alone. */
export interface StreamHistory {
  state: unknown
  upto: number
}

export interface Detector {
  name: string
  /** The feature flag's family: `ANOMALY_RULE_<FAMILY>_ENABLED`. Upper-case snake. */
  family: string
  /** ECS `event.category` of the records that it reads; without it, of all. It is never shown others. */
  categories?: readonly string[]
  title: string
  /** For help and docs: what it looks for, how, and the paper it follows. */
  description: string
  anomaly_types: readonly AnomalyTypeDefinition[]
  parameters: readonly ParameterDefinition[]
  create(parameters: Parameters): DetectorInstance
}
