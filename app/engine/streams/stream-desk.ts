import { setTimeout } from 'node:timers/promises'
import type { StreamState, StreamView } from '../../contract/signals.ts'
import type { Config } from '../../model/config.ts'
import { mostHeldMessages, streamSourceId, type StreamCounters, type StreamDefinition } from '../../model/stream.ts'
import type { Corridor } from '../../pipeline/corridor.ts'
import type { JudgementBatch } from '../../pipeline/messages.ts'
import type { SignalStore } from '../../store/signal-store.ts'
import type { ConsoleStore } from '../../store/store.ts'
import type { PushBus } from '../push-bus.ts'
import { keepPositions, type FindNewest } from './file-position.ts'
import { isPreset, streamsOf } from './stream-config.ts'
import { StreamInputs } from './stream-inputs.ts'
import { StreamSinks } from './stream-sinks.ts'
import { Warmups } from './warmups.ts'

const watchInterval = 500
const replayPause = 100
const sparklinePoints = 50
const day = 86_400_000

export interface StreamDeskParts {
  corridor: Corridor
  store: SignalStore
  bus: PushBus
  newest: FindNewest
  console: ConsoleStore
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
  private changed = false

  constructor(parts: StreamDeskParts) {
    const { corridor, store, bus, newest, console, warmup, problem } = parts
    this.parts = parts
    this.inputs = new StreamInputs({ corridor, newest, console })
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

  /** Before the corridor is told of them: what it judges first must find its sinks. */
  async prepare(config: Config): Promise<void> {
    const streams = streamsOf(config)
    if (JSON.stringify(streams) === JSON.stringify(this.streams)) return
    this.streams = streams
    this.changed = true
    await this.after(() => this.sinks.configure(streams))
  }

  /** Once the corridor knows of them: what need not wait for its history is read at once. */
  async settle(): Promise<void> {
    if (!this.changed) return
    this.changed = false
    await this.attend()
    this.tell()
  }

  /** Replays histories, then reads sockets and files. */
  start(): void {
    this.timers.push(setInterval(() => void this.attend(), watchInterval))
    void this.attend()
  }

  /** Before records are dropped. */
  keepPositions(): Promise<void> {
    return keepPositions(this.parts, this.streams)
  }

  take(batches: readonly JudgementBatch[]): void {
    this.sinks.take(batches)
  }

  list(): StreamView[] {
    const counters = new Map((this.parts.corridor.pipelineCounters.streams ?? []).map((one) => [one.stream, one]))
    return this.streams.map((stream) => this.view(stream, counters.get(stream.name)))
  }

  find(name: string): StreamDefinition | undefined {
    return this.streams.find((one) => one.name === name)
  }

  /** Why messages of a file cannot be taken in. */
  refusesMessages(name: string): string | undefined {
    const stream = this.find(name)
    if (stream === undefined) return `There is no stream named "${name}".`
    if (stream.source.type === 'records') return `The stream "${name}" is measured of records; it takes no values.`
    return stream.enabled ? undefined : `The stream "${name}" is switched off.`
  }

  /** Resolves when the history of the stream is replayed, or `signal` says that nobody waits for it any more. */
  async untilReplayed(name: string, signal: AbortSignal): Promise<void> {
    while (!this.closed && !signal.aborted && this.find(name)?.enabled === true && this.countersOf(name)?.state !== 'running')
      await setTimeout(replayPause)
  }

  /** Whether messages may still wait until the stream's history is replayed. */
  hasRoom(name: string): boolean {
    return (this.countersOf(name)?.held ?? 0) < mostHeldMessages
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

  private countersOf(name: string): StreamCounters | undefined {
    return (this.parts.corridor.pipelineCounters.streams ?? []).find(({ stream }) => stream === name)
  }

  private view(stream: StreamDefinition, counters: StreamCounters | undefined): StreamView {
    const { name } = stream
    const source = this.parts.corridor.pipelineCounters.sources.find((one) => one.source === streamSourceId(name))
    const bad = Object.values(source?.unparsed ?? {}).reduce((sum, count) => sum + count, 0)
    const newest = this.parts.store.newest(name, sparklinePoints)
    const {
      keys = 0,
      points = 0,
      anomalies = 0,
      late = 0,
      unjudged = 0,
      held = 0,
      evicted = 0,
      forgotten = 0,
      choices = [],
    } = counters ?? {}
    return {
      stream,
      ...(isPreset(name) ? { preset: name } : {}),
      state: this.stateOf(stream, counters),
      choices,
      ...{ keys, points, anomalies, late, bad, unjudged, held, evicted, forgotten },
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

  /**
   * Begins what histories there are to replay, and opens what streams read by themselves: sockets at once, since their
   * messages wait until history is replayed, and files then.
   */
  private async attend(): Promise<void> {
    const enabled = this.streams.filter((stream) => stream.enabled)
    const waiting = enabled.flatMap((stream) => {
      const counters = this.countersOf(stream.name)
      return counters?.state === 'waiting' ? [{ stream, since: counters.since }] : []
    })
    this.warmups.attend(waiting, enabled)
    const read = enabled.filter(({ name, source }) => {
      const state = this.countersOf(name)?.state
      return state === 'running' || (state === 'waiting' && source.type === 'socket')
    })
    await this.after(async () => {
      if (!this.closed && (await this.inputs.configure(read))) this.tell()
    })
  }

  /** One thing after the other; what fails is a problem, and does not keep back what follows. */
  private after(action: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(action).then(
      () => this.parts.problem('signals', undefined),
      (error: unknown) =>
        this.parts.problem('signals', `Streams cannot be read: ${error instanceof Error ? error.message : String(error)}`),
    )
    return this.turn
  }

  private tell(): void {
    if (!this.closed) this.parts.bus.push('streams.changed', { streams: this.list() })
  }

  /** Verdicts past their time, a slice at a time with turns for others between; gives how many there were. */
  async forget(now: number): Promise<number> {
    let deleted = 0
    while (!this.closed) {
      const pruned = this.parts.store.prune(now - this.parts.retentionDays() * day)
      deleted += pruned.deleted
      if (!pruned.more) break
      await new Promise((resolve) => setImmediate(resolve))
    }
    return deleted
  }
}
