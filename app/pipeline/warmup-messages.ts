import type { StreamDefinition } from '../model/stream.ts'

export interface WarmupThreadData {
  telemetry: string
  stream: StreamDefinition
  parameters: Record<string, number>
  /** Event time from which stored records are replayed; milliseconds. */
  from: number
  /** Only up to this record: what comes after it is held already. */
  since: number | undefined
}

/** Everything is stored up to this record, and what comes later is held elsewhere. */
export interface ToWarmup {
  upto: number
}

export type FromWarmup =
  | { kind: 'progress'; fraction: number }
  /** What was stored when it began is replayed: only little can have come since. */
  | { kind: 'caught_up' }
  | { kind: 'state'; state: unknown }
