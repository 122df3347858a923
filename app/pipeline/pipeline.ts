import type { Block } from '../model/block.ts'
import { forEachMessage, type Chunk } from '../model/message.ts'
import { viewRecord } from '../model/record-view.ts'
import type { TelemetryRecord } from '../model/record.ts'
import type { Enricher } from '../enrich/enricher.ts'
import { ClockWatch } from './clock-watch.ts'
import type { Detection } from './detection.ts'
import type { LiveSample, PipelineBatch, PipelineCounters, PipelineState } from './messages.ts'
import type { RecordFactory } from './record-factory.ts'

/** Records a block holds at most (DESIGN section 7: transactions of 5–20 k rows; a block is a part of one). */
export const blockSize = 4096
/** Records the live view is given at a time; a person reads no faster. */
const liveLimit = 250

export interface PipelineParts {
  factory: RecordFactory
  enrichers: readonly Enricher[]
  detection: Detection
  encode: (records: readonly TelemetryRecord[]) => Block
  send: (batch: PipelineBatch) => void
  /** Sources whose records arrive as they happen; their clocks can be compared with ours. */
  isLive: (source: string) => boolean
  /** The newest heartbeat that the detectors know; 0 before the first. */
  lastTick: number
}

/** normalize → enrich → detect → block, in order, one record after the other. */
export class Pipeline {
  private pending: TelemetryRecord[] = []
  private live: LiveSample | undefined
  private readonly clocks = new ClockWatch()
  private readonly parts: PipelineParts
  private enrichers: readonly Enricher[]
  private lastTick: number

  constructor(parts: PipelineParts) {
    this.parts = parts
    this.lastTick = parts.lastTick
    this.enrichers = parts.enrichers
  }

  enrichWith(enrichers: readonly Enricher[]): void {
    this.enrichers = enrichers
  }

  get seq(): number {
    return this.parts.factory.lastSeq
  }

  get pendingCount(): number {
    return this.pending.length
  }

  take(chunk: Chunk): void {
    const { factory, isLive } = this.parts
    const watch = isLive(chunk.source)
    const parse = factory.forSource(chunk.source, (record) => this.process(record, watch))
    forEachMessage(chunk, parse)
  }

  private process(record: TelemetryRecord, watch: boolean): void {
    for (const enricher of this.enrichers) enricher.enrich(record)
    if (watch) this.clocks.observe(record)
    this.parts.detection.observe(record)
    this.pending.push(record)
    if (this.pending.length >= blockSize) this.flush()
  }

  /** The heartbeat: closes the block first, so that the store replays both in this order. */
  tick(time: number): void {
    this.flush()
    this.parts.detection.tick(time)
    this.lastTick = time
    this.parts.send({ seq: this.seq, block: undefined, tick: time, observations: this.parts.detection.take(), ...this.judged() })
  }

  /** Sends what is pending; with `request`, always sends something that carries it back. */
  flush(options: { request?: number; drain?: boolean; snapshot?: boolean } = {}): void {
    const { detection, encode, send } = this.parts
    if (options.drain) {
      this.parts.factory.end((record) => this.process(record, false))
      detection.drain()
    }
    const asked = options.request !== undefined || options.snapshot === true
    if (this.pending.length === 0 && detection.pending === 0 && !asked) return
    const records = this.pending
    this.pending = []
    const block = records.length > 0 ? encode(records) : undefined
    const batch: PipelineBatch = { seq: this.seq, block, observations: detection.take(), ...this.judged() }
    const newest = records.at(-1)
    if (newest !== undefined) batch.arrival = newest.arrival
    this.sampleLive(records)
    if (options.request !== undefined) batch.flushed = options.request
    if (options.snapshot === true) batch.snapshot = this.snapshot()
    send(batch)
  }

  showLive(enabled: boolean): void {
    if (!enabled) this.live = undefined
    else if (this.live === undefined) {
      this.flush()
      this.live = { records: [], skipped: 0 }
      // Follows what was flushed through the writer: whoever reads the store at this finds all that no sample will have.
      this.parts.send({ seq: this.seq, block: undefined, observations: [], live: { records: [], skipped: 0, begins: true } })
    }
  }

  /** As of `seq` and the newest heartbeat: several may follow the same record. */
  snapshot(): PipelineState {
    return { detection: this.parts.detection.snapshot(), parsers: this.parts.factory.snapshot(), tick: this.lastTick }
  }

  counters(queued_chunks: number): PipelineCounters {
    const { factory, detection } = this.parts
    return { sources: factory.counters(), detectors: detection.counters(), clocks: this.clocks.reports(100), queued_chunks }
  }

  /** What the live view has not seen yet. It follows its records through the writer, so nothing is shown that is not stored. */
  sendLive(): void {
    if (this.live === undefined || this.live.records.length === 0) return
    this.flush()
    const live = this.live
    this.live = { records: [], skipped: 0 }
    this.parts.send({ seq: this.seq, block: undefined, observations: [], live })
  }

  private judged(): Pick<PipelineBatch, 'judgements'> {
    const judgements = this.parts.detection.takeJudgements()
    return judgements.length === 0 ? {} : { judgements: { judgements, replayed: false } }
  }

  private sampleLive(records: readonly TelemetryRecord[]): void {
    if (this.live === undefined) return
    const { live } = this
    for (const record of records.slice(-liveLimit)) live.records.push(viewRecord(record))
    const over = Math.max(0, live.records.length - liveLimit)
    live.records.splice(0, over)
    live.skipped += Math.max(0, records.length - liveLimit) + over
  }
}
