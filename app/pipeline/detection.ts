import type { Detector, DetectorInstance } from '../detect/detector.ts'
import type { DetectorCounters } from '../model/counters.ts'
import type { Observation } from '../model/observation.ts'
import type { TelemetryRecord } from '../model/record.ts'

interface Running {
  detector: Detector
  instance: DetectorInstance
  observed: number
}

/** Every registered detector, fed in the order of the list. */
export class Detection {
  private readonly running: Running[]
  private readonly instances: DetectorInstance[]
  private observations: Observation[] = []
  private readonly emit: (observation: Observation) => void

  constructor(detectors: readonly Detector[], parameters: Record<string, Record<string, number>>) {
    this.running = detectors.map((detector) => ({
      detector,
      instance: detector.create(mergeParameters(detector, parameters)),
      observed: 0,
    }))
    this.instances = this.running.map(({ instance }) => instance)
    this.emit = (observation) => {
      const running = this.running.find(({ detector }) => detector.name === observation.detector)
      if (running) running.observed += 1
      this.observations.push(observation)
    }
  }

  observe(record: TelemetryRecord): void {
    for (const instance of this.instances) instance.observe(record, this.emit)
  }

  tick(time: number): void {
    for (const instance of this.instances) {
      instance.tick(time, this.emit)
      instance.drain(this.emit)
    }
  }

  drain(): void {
    for (const instance of this.instances) instance.drain(this.emit)
  }

  take(): Observation[] {
    const taken = this.observations
    this.observations = []
    return taken
  }

  get pending(): number {
    return this.observations.length
  }

  configure(parameters: Record<string, Record<string, number>>): void {
    for (const { detector, instance } of this.running) instance.configure(mergeParameters(detector, parameters))
  }

  counters(): DetectorCounters[] {
    return this.running.map(({ detector, instance, observed }) => ({ detector: detector.name, observed, ...instance.stats() }))
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

function mergeParameters(detector: Detector, parameters: Record<string, Record<string, number>>): Record<string, number> {
  const defaults = Object.fromEntries(detector.parameters.map((parameter) => [parameter.name, parameter.default]))
  return { ...defaults, ...parameters[detector.name] }
}
