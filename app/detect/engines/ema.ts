import { smallestScale, type EngineType } from './engine.ts'
import { alertBudget, JudgingEngine, ruleOf, type Method, type Reading } from './judging.ts'
import { normalCdf, twoSidedTail } from './normal.ts'
import { relativeFloor } from './robust.ts'
import { ValueWindow } from './value-window.ts'

export const ema: EngineType = {
  name: 'ema',
  title: 'Moving average',
  description:
    'An average of the last values in which the newest weigh most, and their deviation with the same weights. A value further away than so many deviations is an anomaly.',
  good_for: 'Signals that drift or trend slowly, and mostly-zero counts, whose deviation does not vanish as a median’s does.',
  bad_for: 'Outliers close together: each one widens the band until it leaves the window. Rhythms longer than the window.',
  parameters: [
    {
      name: 'window',
      title: 'Window',
      kind: 'integer',
      default: 100,
      minimum: 2,
      maximum: 10_000,
      unit: 'values',
      help: 'How many of the last values are averaged; the oldest weighs 1/e² of the newest.',
    },
    {
      name: 'threshold',
      title: 'Threshold',
      kind: 'number',
      default: 3.5,
      minimum: 0.1,
      maximum: 100,
      unit: 'deviations',
      help: 'How many deviations from the average a value may be.',
    },
    alertBudget,
  ],
  create({ window, threshold, alert_budget }, budget) {
    return new JudgingEngine(new MovingAverage(window as number, threshold as number), ruleOf(alert_budget, budget, { kind: 'own' }))
  },
}

/** e^(−1 … 1) in even steps, the newest last, adding up to 1. */
export function averageWeights(window: number): Float64Array {
  const weights = Float64Array.from({ length: window }, (_, i) => Math.exp(window === 1 ? 1 : -1 + (2 * i) / (window - 1)))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}

/** Engines of one window share their weights: a hundred thousand keys would hold as many copies. */
const weightsByWindow = new Map<number, Float64Array>()

function sharedWeights(window: number): Float64Array {
  const known = weightsByWindow.get(window)
  if (known !== undefined) return known
  const weights = averageWeights(window)
  if (weightsByWindow.size < 100) weightsByWindow.set(window, weights)
  return weights
}

export class MovingAverage implements Method {
  readonly assumedTail = twoSidedTail
  private readonly window: ValueWindow
  private readonly weights: Float64Array
  private readonly threshold: number

  constructor(window: number, threshold: number) {
    this.window = new ValueWindow(window)
    this.weights = sharedWeights(window)
    this.threshold = threshold
  }

  observe(_ts: number, value: number): Reading | undefined {
    const reading = this.window.full ? this.read(value) : undefined
    this.window.push(value)
    return reading
  }

  /** Against the values before it only: were it in its own average, a large one would pull the band to itself. */
  private read(value: number): Reading {
    const centre = this.window.sum(this.weights, (one) => one)
    const variance = this.window.sum(this.weights, (one) => (one - centre) ** 2)
    const scale = Math.max(Math.sqrt(variance), relativeFloor * Math.abs(centre), smallestScale)
    const strangeness = Math.min(Math.abs(value - centre) / scale, Number.MAX_VALUE)
    const is_anomaly = strangeness > this.threshold
    return { strangeness, probability: 2 * normalCdf(strangeness) - 1, centre, scale, is_anomaly, reach: this.threshold }
  }

  snapshot(): unknown {
    return this.window.toJSON()
  }

  restore(state: unknown): void {
    this.window.restore(state as readonly number[])
  }
}
