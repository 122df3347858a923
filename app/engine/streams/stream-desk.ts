import type { StreamState, StreamView } from '../../contract/signals.ts'
import type { Config } from '../../model/config.ts'
import { streamSourceId, type StreamCounters, type StreamDefinition } from '../../model/stream.ts'
import type { Corridor } from '../../pipeline/corridor.ts'
import type { JudgementBatch } from '../../pipeline/messages.ts'
import type { SignalStore } from '../../store/signal-store.ts'
import type { PushBus } from '../push-bus.ts'
import { isPreset, streamsOf } from './stream-config.ts'
import { StreamInputs, type StreamInputsParts } from './stream-inputs.ts'
import { StreamSinks } from './stream-sinks.ts'
import { Warmups } from './warmups.ts'

const watchInterval = 500
const pruneInterval = 3_600_000
const sparklinePoints = 50
const day = 86_400_000

export interface StreamDeskParts {
  corridor: Corridor
  store: SignalStore
  bus: PushBus
  newest: StreamInputsParts['newest']
  warmup: { entry: URL; telemetry: string; parameters: () => Record<string, number> }
  retentionDays: () => number
  /** A problem of Health, by kind; undefined settles it. */
  problem: (kind: string, message: string | undefined) => void
}

/** Streams as the console knows them: what they read, what became of them, where their verdicts go. */
export class StreamDesk {
  private streams: readonly StreamDefinition[] = []
  private readonly inputs: StreamInputs
  private readonly sinks: StreamSinks
  private readonly warmups: Warmups
  private readonly parts: StreamDeskParts
  private readonly timers: NodeJS.Timeout[] = []
  private turn: Promise<void> = Promise.resolve()
  private closed = false

  constructor(parts: StreamDeskParts) {
    const { corridor, store, bus, newest, warmup, problem } = parts
    this.parts = parts
    this.inputs = new StreamInputs({ corridor, newest })
    this.sinks = new StreamSinks({
      store,
      live: (value) => bus.push('signals.live', value),
      storeFailed: (message) =>
        problem('signals_store', message === undefined ? undefined : `Verdicts of streams cannot be kept: ${message}`),
    })
    this.warmups = new Warmups({
      corridor,
      ...warmup,
      changed: () => this.tell(),
      failed: (stream, message) => problem('signals_warmup', `The history of the stream ${stream} cannot be replayed: ${message}`),
    })
  }

  /** Before the corridor starts: what a restart judges again must find its sinks. */
  async prepare(config: Config): Promise<void> {
    this.streams = streamsOf(config)
    await this.sinks.configure(this.streams)
  }

  /** Replays histories, then reads sockets and files. */
  start(): void {
    this.timers.push(setInterval(() => this.attend(), watchInterval))
    this.timers.push(setInterval(() => this.prune(), pruneInterval))
    this.prune()
    this.attend()
  }

  /** The pipeline was told of them already. */
  async configure(config: Config): Promise<void> {
    const streams = streamsOf(config)
    if (JSON.stringify(streams) === JSON.stringify(this.streams)) return
    this.streams = streams
    this.turn = this.turn.then(async () => {
      await this.sinks.configure(streams)
      this.tell()
    })
    await this.turn
  }

  take(batches: readonly JudgementBatch[]): void {
    this.sinks.take(batches)
  }

  list(): StreamView[] {
    const counters = new Map((this.parts.corridor.pipelineCounters.streams ?? []).map((one) => [one.stream, one]))
    return this.streams.map((stream) => this.view(stream, counters.get(stream.name)))
  }

  /** The state of a stream, and how it is configured. */
  find(name: string): { stream: StreamDefinition; state: StreamState } | undefined {
    const stream = this.streams.find((one) => one.name === name)
    const counters = (this.parts.corridor.pipelineCounters.streams ?? []).find((one) => one.stream === name)
    return stream === undefined ? undefined : { stream, state: this.stateOf(stream, counters) }
  }

  async close(): Promise<void> {
    this.closed = true
    for (const timer of this.timers) clearInterval(timer)
    await this.warmups.close()
    await this.turn
  }

  /** When the last verdicts are in. */
  async end(): Promise<void> {
    await this.sinks.close()
    this.parts.store.close()
  }

  private view(stream: StreamDefinition, counters: StreamCounters | undefined): StreamView {
    const { name } = stream
    const source = this.parts.corridor.pipelineCounters.sources.find((one) => one.source === streamSourceId(name))
    const bad = Object.values(source?.unparsed ?? {}).reduce((sum, count) => sum + count, 0)
    const newest = this.parts.store.newest(name, sparklinePoints)
    const { keys = 0, points = 0, anomalies = 0, late = 0, unjudged = 0, evicted = 0, forgotten = 0, choices = [] } = counters ?? {}
    return {
      stream,
      ...(isPreset(name) ? { preset: name } : {}),
      state: this.stateOf(stream, counters),
      choices,
      ...{ keys, points, anomalies, late, bad, unjudged, evicted, forgotten },
      sinks: this.sinks.states(name),
      ...(newest === undefined ? {} : { last: newest.last }),
      sparkline: newest?.recent ?? [],
    }
  }

  private stateOf({ name, enabled, source }: StreamDefinition, counters: StreamCounters | undefined): StreamState {
    if (!enabled) return { kind: 'off' }
    const input = this.inputs.state(name)
    if (input?.kind === 'failed') return { kind: 'failed', message: input.failure.message }
    const fraction = this.warmups.fraction(name)
    if (fraction !== undefined) return { kind: 'warming', fraction }
    if (counters?.state !== 'running') return { kind: 'warming', fraction: 0 }
    const reads = source.type === 'socket' || source.type === 'file'
    return reads && input?.kind !== 'listening' ? { kind: 'warming', fraction: 1 } : { kind: 'running' }
  }

  /** What a stream reads by itself is opened once its history is replayed: the first message is judged already. */
  private attend(): void {
    const counters = this.parts.corridor.pipelineCounters.streams ?? []
    const inState = (wanted: StreamCounters['state']) => (stream: StreamDefinition) =>
      stream.enabled && counters.some(({ stream: name, state }) => name === stream.name && state === wanted)
    this.warmups.attend(
      this.streams.filter(inState('waiting')),
      this.streams.filter(({ enabled }) => enabled),
    )
    const running = this.streams.filter(inState('running'))
    this.turn = this.turn.then(async () => {
      if (!this.closed && (await this.inputs.configure(running))) this.tell()
    })
  }

  private tell(): void {
    if (!this.closed) this.parts.bus.push('streams.changed', { streams: this.list() })
  }

  private prune(): void {
    if (this.closed) return
    if (this.parts.store.prune(Date.now() - this.parts.retentionDays() * day)) setImmediate(() => this.prune())
  }
}
