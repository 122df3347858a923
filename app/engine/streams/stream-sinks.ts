import type { SinkState, SignalsLive } from '../../contract/signals.ts'
import type { SignalJudgement, StreamDefinition } from '../../model/stream.ts'
import type { JudgementBatch } from '../../pipeline/messages.ts'
import type { SignalStore } from '../../store/signal-store.ts'
import { Outlet, type OuterSink } from './outlet.ts'

/** A window draws no more often. Milliseconds. */
const liveInterval = 250
const mostLive = 500

export interface StreamSinksParts {
  store: SignalStore
  live: (value: SignalsLive) => void
  /** signals.db cannot be written to; undefined once it can. */
  storeFailed: (message: string | undefined) => void
}

interface Sinks {
  stored: boolean
  live: boolean
  outlets: Outlet[]
  /** Of the definition, to see whether it changed. */
  text: string
  counts: { stored: number; storeFailed: number; shown: number }
  storeFailure: string | undefined
}

/** Where the verdicts of each stream go. */
export class StreamSinks {
  private readonly sinks = new Map<string, Sinks>()
  private pending: SignalJudgement[] = []
  private skipped = 0
  private timer: NodeJS.Timeout | undefined
  private readonly parts: StreamSinksParts

  constructor(parts: StreamSinksParts) {
    this.parts = parts
  }

  /** Sinks of a stream that stayed as they were go on. */
  async configure(streams: readonly StreamDefinition[]): Promise<void> {
    const gone = new Map(this.sinks)
    for (const { name, sink } of streams) {
      const text = JSON.stringify(sink)
      if (gone.get(name)?.text === text) {
        gone.delete(name)
        continue
      }
      const outer = sink.filter((one): one is OuterSink => one.type !== 'repository' && one.type !== 'live')
      this.sinks.set(name, {
        stored: sink.some(({ type }) => type === 'repository'),
        live: sink.some(({ type }) => type === 'live'),
        outlets: outer.map((one) => new Outlet(one)),
        text,
        counts: { stored: 0, storeFailed: 0, shown: 0 },
        storeFailure: undefined,
      })
    }
    const names = new Set(streams.map(({ name }) => name))
    for (const name of gone.keys()) if (!names.has(name)) this.sinks.delete(name)
    await Promise.all([...gone.values()].flatMap(({ outlets }) => outlets.map((outlet) => outlet.close())))
  }

  /** In the order in which they were made. Written before anything else is, since a snapshot behind them says that they are. */
  take(batches: readonly JudgementBatch[]): void {
    if (batches.length === 0) return
    this.write(batches.flatMap(({ judgements }) => judgements))
    for (const { judgements, replayed } of batches) {
      if (replayed) continue
      for (const [name, own] of byStream(judgements)) {
        const sinks = this.sinks.get(name)
        if (sinks === undefined) continue
        for (const outlet of sinks.outlets) outlet.push(own)
        if (!sinks.live) continue
        sinks.counts.shown += own.length
        this.show(own)
      }
    }
  }

  states(name: string): SinkState[] {
    const sinks = this.sinks.get(name)
    if (sinks === undefined) return []
    const { counts, storeFailure } = sinks
    const stored: SinkState = {
      sink: 'repository',
      delivered: counts.stored,
      failed: counts.storeFailed,
      ...(storeFailure === undefined ? {} : { failure: storeFailure }),
    }
    const outer = sinks.outlets.map(({ name, delivered, failed, failure }): SinkState => {
      return { sink: name, delivered, failed, ...(failure === undefined ? {} : { failure }) }
    })
    return [...(sinks.stored ? [stored] : []), ...(sinks.live ? [{ sink: 'live', delivered: counts.shown, failed: 0 }] : []), ...outer]
  }

  async close(): Promise<void> {
    clearTimeout(this.timer)
    await Promise.all([...this.sinks.values()].flatMap(({ outlets }) => outlets.map((outlet) => outlet.close())))
  }

  private write(judgements: readonly SignalJudgement[]): void {
    const stored = judgements.filter(({ stream }) => this.sinks.get(stream)?.stored ?? true)
    try {
      this.parts.store.write(stored)
      this.parts.storeFailed(undefined)
      this.countStored(stored, undefined)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.parts.storeFailed(message)
      this.countStored(stored, message)
    }
  }

  private countStored(judgements: readonly SignalJudgement[], failure: string | undefined): void {
    for (const { stream } of judgements) {
      const sinks = this.sinks.get(stream)
      if (sinks === undefined) continue
      if (failure === undefined) sinks.counts.stored += 1
      else {
        sinks.counts.storeFailed += 1
        sinks.storeFailure = failure
      }
    }
  }

  private show(judgements: readonly SignalJudgement[]): void {
    this.pending.push(...judgements.slice(-mostLive))
    this.skipped += Math.max(0, judgements.length - mostLive)
    const over = Math.max(0, this.pending.length - mostLive)
    this.pending.splice(0, over)
    this.skipped += over
    this.timer ??= setTimeout(() => this.send(), liveInterval)
  }

  private send(): void {
    this.timer = undefined
    const points = this.pending
    const { skipped } = this
    this.pending = []
    this.skipped = 0
    this.parts.live({ points, skipped })
  }
}

function byStream(judgements: readonly SignalJudgement[]): Map<string, SignalJudgement[]> {
  const streams = new Map<string, SignalJudgement[]>()
  for (const judgement of judgements) {
    const known = streams.get(judgement.stream)
    if (known === undefined) streams.set(judgement.stream, [judgement])
    else known.push(judgement)
  }
  return streams
}
