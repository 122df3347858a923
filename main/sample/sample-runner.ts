import type { SampleState } from '../../app/contract/imports.ts'
import { createEngine, type Engine, type OpenedSample, type Platform, type SampleDesk } from '../../app/engine.ts'
import { createSampleDay, type SampleDay } from './day.ts'
import { deliverDay } from './delivery.ts'
import { findSample, keepSample, removeSample } from './kept-sample.ts'
import { comparePlanted } from './planted.ts'
import { writeSampleConfig } from './sample-config.ts'

/** The SAMPLE day's flags: found whatever the analyst's own switches say; nobody is alerted by a sample. */
const sampleFlags = { ANOMALY_DETECTION_ENABLED: true, ANOMALY_ALERTING_ENABLED: false }
/** The same day for everyone: what is planted against found is documented. */
export const sampleSeed = 20_261_121

/** The labelled sample day in an engine and a store of its own, sent through the real listeners over loopback. */
export class SampleRunner implements SampleDesk {
  private running: Engine | undefined
  private current: SampleState = { kind: 'absent', progress: 0 }
  private controller: AbortController | undefined
  private playing: Promise<void> | undefined
  private turn: Promise<unknown> = Promise.resolve()
  private readonly listeners = new Set<(state: SampleState) => void>()
  private readonly directory: string
  private readonly platform: Platform

  /** Whatever there is in `directory`: nobody else fills it, for its owner holds the home that it lies in. */
  constructor(directory: string, platform: Platform) {
    this.directory = directory
    this.platform = platform
    try {
      this.current = findSample(directory)
    } catch (error) {
      this.tell('what an earlier run left half-made could not be deleted', error)
    }
  }

  engine(): Engine | undefined {
    return this.running
  }

  state(): SampleState {
    return this.current
  }

  listen(listener: (state: SampleState) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Opens what an earlier run left, once somebody looks at it. */
  open(): Promise<OpenedSample> {
    return this.inTurn(async () => {
      if (this.running === undefined && this.current.kind === 'absent') return { kind: 'absent' }
      try {
        return { kind: 'open', engine: this.running ?? (await this.createEngine()) }
      } catch (error) {
        return { kind: 'failed', message: describeError(error) }
      }
    })
  }

  start(): Promise<SampleState> {
    return this.inTurn(async () => {
      if (this.current.kind === 'running') return this.current
      this.set({ kind: 'running', progress: 0 })
      const day = createSampleDay({ seed: sampleSeed, end: Date.now() })
      try {
        await this.closeEngine()
        // Before the engine opens, so that a stop while it does is not lost.
        const { signal } = (this.controller = new AbortController())
        // A sample always starts from nothing.
        removeSample(this.directory)
        writeSampleConfig(this.directory)
        this.playing = this.play(await this.createEngine(), day, signal)
      } catch (error) {
        this.set({ kind: 'absent', progress: 0 })
        throw error
      }
      return this.current
    })
  }

  /** Stops the replay; what came so far stays. */
  async stop(): Promise<SampleState> {
    this.controller?.abort()
    return Promise.resolve(this.current)
  }

  delete(): Promise<SampleState> {
    this.controller?.abort()
    return this.inTurn(async () => {
      await this.closeEngine()
      removeSample(this.directory)
      return this.set({ kind: 'absent', progress: 0 })
    })
  }

  /** The program ends: a replay under way is stopped, and found again as far as it came. */
  async close(): Promise<void> {
    this.controller?.abort()
    await this.playing
    await this.inTurn(() => this.closeEngine())
  }

  private async createEngine(): Promise<Engine> {
    const created = await createEngine({ home: this.directory, platform: this.platform, sample: true, flags: sampleFlags })
    if (created.kind === 'failed') throw new Error(created.failure.message)
    return (this.running = created.engine)
  }

  private async closeEngine(): Promise<void> {
    this.controller?.abort()
    const engine = this.running
    this.running = undefined
    await engine?.close()
  }

  /** One after the other: nothing opens what is being deleted. */
  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(work)
    this.turn = result.catch(() => undefined)
    return result
  }

  private async play(engine: Engine, day: SampleDay, signal: AbortSignal): Promise<void> {
    const isOver = () => this.running !== engine
    const onProgress = (progress: number) => void (isOver() || this.set({ kind: 'running', progress }))
    let delivered = false
    try {
      await deliverDay(day, engine, { signal, onProgress })
      delivered = !signal.aborted
    } catch (error) {
      if (!isOver()) this.tell('the day was not replayed to its end', error)
    }
    if (isOver()) return
    const { events } = engine.console.searchEvents({}, { limit: 1000 })
    const found = comparePlanted(day.planted, events).map(({ name, event }) => ({
      planted: name,
      found: event !== undefined,
      event_id: event?.id,
    }))
    const state: SampleState = { kind: 'ready', progress: delivered ? 1 : this.current.progress, found }
    try {
      keepSample(this.directory, state)
    } catch (error) {
      this.tell('it will not be there after a restart', error)
    }
    this.set(state)
  }

  private tell(what: string, error: unknown): void {
    this.platform.log({ level: 'error', message: `sample: ${what}: ${describeError(error)}` })
  }

  private set(state: SampleState): SampleState {
    this.current = state
    for (const listener of this.listeners) listener(state)
    return state
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
