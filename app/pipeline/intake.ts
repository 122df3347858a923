import type { Opener, Sink } from '../collect/collector.ts'
import { ChunkWriter, messageBytes, type Chunk, type Wire } from '../model/message.ts'
import type { OpenedSource, SourceState } from '../model/source.ts'
import type { IntakeCounters, Submission } from './messages.ts'

/**
 * Bytes on their way to the pipeline thread before the corridor counts as full: two seconds of the
 * fastest load we aim for, so that a burst or a pause of the store loses nothing. Who can be made to wait waits
 * earlier, so that a file or a stream at full speed never costs a datagram.
 */
export const fullAt = { datagrams: 192 << 20, streams: 96 << 20, files: 48 << 20 } as const
export type Pace = keyof typeof fullAt
const paceOf = { udp: 'datagrams', tcp: 'streams', file: 'files' } as const
/** A chunk leaves at this age even when it is not full; latency against the cost of a hand-over. */
const chunkAge = 8

interface Lane {
  writer: ChunkWriter
  timer: NodeJS.Timeout | undefined
  counters: IntakeCounters
}

/** Gathers messages of all sources into chunks and hands them on, with the back-pressure of the corridor. */
export class Intake {
  private readonly lanes = new Map<string, Lane>()
  private readonly open = new Map<string, () => Promise<void>>()
  private inFlight = 0
  private waiting: { at: number; callback: () => void }[] = []
  private readonly send: (chunk: Chunk) => void
  private readonly findCollector: (type: string) => Opener | undefined

  constructor(send: (chunk: Chunk) => void, findCollector: (type: string) => Opener | undefined) {
    this.send = send
    this.findCollector = findCollector
  }

  async openSource(source: OpenedSource): Promise<SourceState> {
    const collector = this.findCollector(source.type)
    if (collector === undefined) throw new Error(`no collector for ${source.type}`)
    await this.closeSource(source.id)
    const result = await collector.open(source, this.createSink(source.id, collector.wire, paceOf[collector.transport]))
    if (result.kind === 'failed') return { kind: 'failed', failure: result.failure, at: Date.now() }
    this.open.set(source.id, result.close)
    return { kind: 'listening', address: result.address, port: result.port, since: Date.now() }
  }

  async closeSource(id: string): Promise<void> {
    const close = this.open.get(id)
    this.open.delete(id)
    await close?.()
    this.flush(id)
  }

  async stop(): Promise<void> {
    await Promise.all([...this.open.keys()].map((id) => this.closeSource(id)))
    this.flushAll()
  }

  /** What a collector, or an import, writes to. */
  createSink(id: string, wire: Wire, pace: Pace): Sink {
    const lane = this.lanes.get(id) ?? this.createLane(id)
    const limit = fullAt[pace]
    const isFull = () => this.inFlight >= limit
    const count = (reason: string, count: number) => {
      lane.counters.dropped[reason] = (lane.counters.dropped[reason] ?? 0) + count
    }
    return {
      push: (bytes, peer, arrival) => {
        lane.counters.received += 1
        lane.counters.received_bytes += bytes.length
        if (!lane.writer.add(bytes, peer, arrival, wire)) {
          this.flush(id)
          lane.writer.add(bytes, peer, arrival, wire)
        }
        lane.timer ??= setTimeout(() => this.flush(id), chunkAge)
      },
      get full() {
        return isFull()
      },
      dropped: (reason, messages) => {
        lane.counters.received += messages
        count(reason, messages)
      },
      refused: count,
      onDrain: (callback) => {
        if (!isFull()) setImmediate(callback)
        else this.waiting.push({ at: limit / 2, callback })
      },
    }
  }

  /** A chunk made elsewhere, by a sender that can be told to come again: goes on as it is, or not at all. */
  submit(chunk: Chunk): Submission {
    const { counters } = this.lanes.get(chunk.source) ?? this.createLane(chunk.source)
    counters.received += chunk.count
    if (this.inFlight >= fullAt.streams) {
      counters.dropped['queue_full'] = (counters.dropped['queue_full'] ?? 0) + chunk.count
      return 'full'
    }
    counters.received_bytes += messageBytes(chunk)
    this.inFlight += chunk.length
    this.send(chunk)
    return 'taken'
  }

  /** The pipeline has taken `bytes` off the corridor. */
  taken(bytes: number): void {
    this.inFlight -= bytes
    if (this.waiting.length === 0) return
    const ready = this.waiting.filter(({ at }) => this.inFlight <= at)
    if (ready.length === 0) return
    this.waiting = this.waiting.filter(({ at }) => this.inFlight > at)
    for (const { callback } of ready) callback()
  }

  counters(): { sources: IntakeCounters[]; queued_bytes: number } {
    return { sources: [...this.lanes.values()].map((lane) => lane.counters), queued_bytes: this.inFlight }
  }

  /** Sends what has gathered for every lane. */
  flushAll(): void {
    for (const id of this.lanes.keys()) this.flush(id)
  }

  private createLane(id: string): Lane {
    const lane: Lane = {
      writer: new ChunkWriter(id),
      timer: undefined,
      counters: { source: id, received: 0, received_bytes: 0, dropped: {} },
    }
    this.lanes.set(id, lane)
    return lane
  }

  private flush(id: string): void {
    const lane = this.lanes.get(id)
    if (lane === undefined) return
    clearTimeout(lane.timer)
    lane.timer = undefined
    const chunk = lane.writer.take()
    if (chunk === undefined) return
    this.inFlight += chunk.length
    this.send(chunk)
  }
}
