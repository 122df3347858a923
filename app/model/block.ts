import type { FieldValue } from './fields.ts'
import type { Observation } from './observation.ts'

/**
 * A batch of records on its way to the store, in columns: made on the pipeline thread, compressed and
 * written on the writer thread, both without touching a record again.
 */
export interface Block {
  first_seq: number
  count: number
  min_time: number
  max_time: number
  /** Arrival of the last record. */
  arrival: number
  /** The encoded columns, not yet compressed (`store/block-codec.ts`). */
  body: ArrayBuffer
  /** 32-bit hashes of every distinct searchable term in the block, for its filter. */
  terms: Uint32Array
  /** Records by minute, source and dataset. */
  rollups: Rollup[]
  /** By source: records stored, of them unparsed. */
  sources: Record<string, number>
}

export interface Rollup {
  /** Minutes since the epoch, of event time. */
  minute: number
  source: string
  dataset: string
  count: number
  unparsed: number
  bytes: number
}

/** What the pipeline thread hands to the writer: a block and what the detectors saw in it, applied together. */
export interface Batch {
  block: Block | undefined
  /** Heartbeat given to the detectors after this block, if any. */
  tick?: number
  observations: Observation[]
}

/** A field value seen in a block, for top-N side panels. */
export interface FieldCount {
  value: FieldValue
  count: number
}
