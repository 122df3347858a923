import type { Detector, DetectorInstance, StreamHistory, StreamStage } from '../detect/detector.ts'
import type { DetectorCounters } from '../model/counters.ts'
import type { Observation } from '../model/observation.ts'
import type { TelemetryRecord } from '../model/record.ts'
import type { SignalJudgement, StreamCounters, StreamDefinition } from '../model/stream.ts'

interface Running {
  detector: Detector
  instance: DetectorInstance
  observed: number
  failures: number
  failure?: string
}

/** Every registered detector, fed in the order of the list. */
export class Detection {
  private readonly running: Running[]
  /** Who sees the records of a category, in the order of the list. */
  private readonly readers = new Map<string, readonly Running[]>()
  /** Who sees the records of every other. */
  private readonly readersOfAll: readonly Running[]
  private observations: Observation[] = []
  private readonly emit: (observation: Observation) => void

  private readonly stage: StreamStage | undefined

  constructor(
    detectors: readonly Detector[],
    parameters: Record<string, Record<string, number>>,
    streams: readonly StreamDefinition[] = [],
    seq = 0,
  ) {
    this.running = detectors.map((detector) => ({
      detector,
      instance: detector.create(mergeParameters(detector, parameters)),
      observed: 0,
      failures: 0,
    }))
    const readersOf = (category?: string) => this.running.filter(({ detector }) => readsCategory(detector, category))
    this.readersOfAll = readersOf()
    for (const category of detectors.flatMap(({ categories }) => categories ?? [])) this.readers.set(category, readersOf(category))
    this.emit = (observation) => {
      const running = this.running.find(({ detector }) => detector.name === observation.detector)
      if (running) running.observed += 1
      this.observations.push(observation)
    }
    this.stage = this.running.find(({ instance }) => instance.streams !== undefined)?.instance.streams
    this.stage?.setStreams(streams, seq)
  }

  /** One detector that fails on a record, a bug in any case, neither ends the others nor the stream; it is counted. */
  observe(record: TelemetryRecord): void {
    for (const running of this.readers.get(record.fields['event.category'] ?? '') ?? this.readersOfAll) {
      try {
        running.instance.observe(record, this.emit)
      } catch (error) {
        noteFailure(running, error)
      }
    }
  }

  tick(time: number): void {
    for (const running of this.running) {
      try {
        running.instance.tick(time, this.emit)
        running.instance.drain(this.emit)
      } catch (error) {
        noteFailure(running, error)
      }
    }
  }

  drain(): void {
    for (const running of this.running) {
      try {
        running.instance.drain(this.emit)
      } catch (error) {
        noteFailure(running, error)
      }
    }
  }

  take(): Observation[] {
    const taken = this.observations
    this.observations = []
    return taken
  }

  get pending(): number {
    return this.observations.length
  }

  /** `seq`: of the newest record so far. */
  setStreams(streams: readonly StreamDefinition[], seq: number): void {
    this.stage?.setStreams(streams, seq)
  }

  takeJudgements(): SignalJudgement[] {
    return this.stage?.takeJudgements() ?? []
  }

  streamCounters(): StreamCounters[] {
    return this.stage?.streamCounters() ?? []
  }

  holdStream(name: string): void {
    this.stage?.holdRecords(name)
  }

  adoptStream(name: string, history: StreamHistory): void {
    const running = this.running.find(({ instance }) => instance.streams !== undefined)
    if (running === undefined) return
    try {
      running.instance.streams?.adoptStream(name, history, this.emit)
    } catch (error) {
      noteFailure(running, error)
    }
  }

  configure(parameters: Record<string, Record<string, number>>): void {
    for (const { detector, instance } of this.running) instance.configure(mergeParameters(detector, parameters))
  }

  /** Detector name → what was learnt for it elsewhere. One that cannot use it, and whose failure is counted, goes on without. */
  adopt(learned: Readonly<Record<string, unknown>>): void {
    for (const running of this.running) {
      try {
        running.instance.adopt?.(learned[running.detector.name])
      } catch (error) {
        noteFailure(running, error)
      }
    }
  }

  counters(): DetectorCounters[] {
    return this.running.map(({ detector, instance, observed, failures, failure }) => ({
      detector: detector.name,
      observed,
      ...instance.stats(),
      ...(failures > 0 ? { failures, failure } : {}),
    }))
  }

  snapshot(): Record<string, unknown> {
    return Object.fromEntries(this.running.map(({ detector, instance }) => [detector.name, instance.snapshot()]))
  }

  /** A detector whose saved state cannot be read (another version wrote it) starts afresh, and is named. */
  restore(states: Record<string, unknown>): string[] {
    const refused: string[] = []
    for (const { detector, instance } of this.running) {
      const state = states[detector.name]
      if (state === undefined) continue
      try {
        instance.restore(state)
      } catch {
        refused.push(detector.name)
      }
    }
    return refused
  }
}

function readsCategory({ categories }: Detector, category: string | undefined): boolean {
  return categories === undefined || (category !== undefined && categories.includes(category))
}

function noteFailure(running: Running, error: unknown): void {
  running.failures += 1
  running.failure ??= error instanceof Error ? error.message : String(error)
}

function mergeParameters(detector: Detector, parameters: Record<string, Record<string, number>>): Record<string, number> {
  const defaults = Object.fromEntries(detector.parameters.map((parameter) => [parameter.name, parameter.default]))
  return { ...defaults, ...parameters[detector.name] }
}
