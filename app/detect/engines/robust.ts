import { smallestScale, type EngineType } from './engine.ts'
import { alertBudget, JudgingEngine, ruleOf, type Method, type Reading } from './judging.ts'
import { normalCdf, normalQuantile, twoSidedTail } from './normal.ts'
import { SortedValues } from './sorted-values.ts'
import { ValueWindow } from './value-window.ts'

/** Φ⁻¹(3/4): what makes the median distance of a normal distribution its standard deviation. */
const normalMad = 0.6744897501960817
/** √(π/2): what makes the mean distance of a normal distribution its standard deviation (Iglewicz and Hoaglin 1993). */
const normalMeanDistance = 1.2533141373155003
/**
 * Floor to the scale, as a share of the size of the numbers: below it a difference is rounding. It keeps a constant signal
 * from being an anomaly (a scale of 0 would make every value infinitely far), and anything else than its value still is one.
 */
export const relativeFloor = 1e-12

export const robust: EngineType = {
  name: 'robust',
  title: 'Robust window',
  description:
    'The median of the last values and how far half of them are from it (MAD). A value many such distances away is an anomaly; up to half of the window may be anomalous without moving either.',
  good_for: 'Signals that stay where they are, with outliers: bytes, durations, rates without a rhythm.',
  bad_for:
    'Daily rhythms longer than the window, trends within it, and signals that are mostly one value (mostly 0), where any other value is one too many.',
  parameters: [
    {
      name: 'window',
      title: 'Window',
      kind: 'integer',
      default: 100,
      minimum: 1,
      maximum: 10_000,
      unit: 'values',
      help: 'How many of the last values tell what is usual. Nothing is judged before there are as many.',
    },
    {
      name: 'threshold',
      title: 'Threshold',
      kind: 'number',
      default: 0.9999,
      minimum: 0.5,
      maximum: 0.999999999999,
      unit: 'probability',
      help: 'Values above this probability are anomalies: the normal distribution’s at the value’s distance in MADs. 0.9999 is 3.7 of them.',
    },
    {
      name: 'least_deviation',
      title: 'Least deviation',
      kind: 'number',
      default: 0,
      minimum: 0,
      maximum: 1e150,
      unit: 'of the signal',
      help: 'A deviation smaller than this counts as this: for signals that hardly ever move, of which a small step is no news.',
    },
    alertBudget,
  ],
  create({ window, threshold, least_deviation, alert_budget }, budget) {
    const method = new RobustWindow(window as number, threshold as number, least_deviation as number)
    return new JudgingEngine(method, ruleOf(alert_budget, budget, { kind: 'own' }))
  },
}

export class RobustWindow implements Method {
  readonly assumedTail = twoSidedTail
  private readonly window: ValueWindow
  private readonly sorted: SortedValues
  private readonly threshold: number
  private readonly reach: number
  private readonly leastDeviation: number

  constructor(window: number, threshold: number, leastDeviation: number) {
    this.window = new ValueWindow(window)
    this.sorted = new SortedValues(window + 1)
    this.threshold = threshold
    this.reach = normalQuantile(threshold)
    this.leastDeviation = leastDeviation
  }

  observe(_ts: number, value: number): Reading | undefined {
    const reading = this.window.full ? this.read(value) : undefined
    const gone = this.window.push(value)
    if (gone !== undefined) this.sorted.remove(gone)
    this.sorted.insert(value)
    return reading
  }

  private read(value: number): Reading {
    const centre = this.sorted.median()
    const mad = this.sorted.medianDistance(centre) / normalMad
    const floor = Math.max(this.leastDeviation, relativeFloor * Math.abs(centre), smallestScale)
    const deviation = Math.max(mad, floor)
    const distance = Math.abs(value - centre)
    const probability = normalCdf(Math.min(distance / deviation, Number.MAX_VALUE))
    // All values but the median are infinitely far then: the score goes by the mean distance, which tells the far from the near.
    const scale = mad > 0 ? deviation : Math.max(floor, this.sorted.meanDistance(centre) * normalMeanDistance)
    const reach = (this.reach * deviation) / scale
    const strangeness = Math.min(distance / scale, Number.MAX_VALUE)
    return { strangeness, probability, centre, scale, is_anomaly: probability >= this.threshold, reach }
  }

  snapshot(): unknown {
    return this.window.toJSON()
  }

  restore(state: unknown): void {
    const values = state as readonly number[]
    this.window.restore(values)
    this.sorted.clear()
    for (const value of values) this.sorted.insert(value)
  }
}
