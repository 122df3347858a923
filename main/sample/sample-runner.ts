import { rmSync } from 'node:fs'
import type { SampleState } from '../../app/contract/imports.ts'
import { createEngine, type Engine, type Platform, type SampleDesk } from '../../app/engine.ts'
import { createSampleDay, type SampleDay } from './day.ts'
import { deliverDay } from './delivery.ts'
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
  private readonly listeners = new Set<(state: SampleState) => void>()
  private readonly directory: string
  private readonly platform: Platform

  constructor(directory: string, platform: Platform) {
    this.directory = directory
    this.platform = platform
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

  async start(): Promise<SampleState> {
    if (this.current.kind === 'running') return this.current
    this.set({ kind: 'running', progress: 0 })
    const day = createSampleDay({ seed: sampleSeed, end: Date.now() })
    try {
      await this.close()
      // Before the engine opens, so that a stop while it does is not lost.
      const { signal } = (this.controller = new AbortController())
      void this.play(await this.open(), day, signal)
    } catch (error) {
      this.set({ kind: 'absent', progress: 0 })
      throw error
    }
    return this.current
  }

  /** Stops the replay; what came so far stays. */
  async stop(): Promise<SampleState> {
    this.controller?.abort()
    return Promise.resolve(this.current)
  }

  async delete(): Promise<SampleState> {
    this.controller?.abort()
    await this.close()
    rmSync(this.directory, { recursive: true, force: true })
    return this.set({ kind: 'absent', progress: 0 })
  }

  async close(): Promise<void> {
    this.controller?.abort()
    const engine = this.running
    this.running = undefined
    await engine?.close()
  }

  /** A sample always starts from nothing. */
  private async open(): Promise<Engine> {
    rmSync(this.directory, { recursive: true, force: true })
    writeSampleConfig(this.directory)
    const created = await createEngine({ home: this.directory, platform: this.platform, sample: true, flags: sampleFlags })
    if (created.kind === 'failed') throw new Error(created.failure.message)
    this.running = created.engine
    return created.engine
  }

  private async play(engine: Engine, day: SampleDay, signal: AbortSignal): Promise<void> {
    try {
      await deliverDay(day, engine, { signal, onProgress: (progress) => this.set({ kind: 'running', progress }) })
    } catch (error) {
      this.platform.log({ level: 'error', message: `sample: ${error instanceof Error ? error.message : String(error)}` })
    }
    if (this.running !== engine) return
    const { events } = engine.console.searchEvents({}, { limit: 1000 })
    const found = comparePlanted(day.planted, events).map(({ name, event }) => ({
      planted: name,
      found: event !== undefined,
      event_id: event?.id,
    }))
    this.set({ kind: 'ready', progress: signal.aborted ? this.current.progress : 1, found })
  }

  private set(state: SampleState): SampleState {
    this.current = state
    for (const listener of this.listeners) listener(state)
    return state
  }
}
