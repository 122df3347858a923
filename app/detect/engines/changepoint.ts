import { smallestScale, type EngineType } from './engine.ts'
import { alertBudget, JudgingEngine, ruleOf, type Method, type Reading } from './judging.ts'
import { relativeFloor } from './robust.ts'

export const changepoint: EngineType = {
  name: 'changepoint',
  title: 'Lasting change',
  description:
    'Adds up how far values are from the level and the spread since the last change (self-starting CUSUM, Hawkins 1987, and of the spread, Hawkins 1981). What goes on in one direction adds up to an anomaly at the value with which it became certain; then the new level is learnt.',
  good_for: 'A shift that lasts, of level or spread, even one much smaller than the noise: a leak, a new job, a sensor that fails slowly.',
  bad_for: 'Single outliers, which it leaves alone by design, and rhythms, every turn of which is a change.',
  parameters: [
    {
      name: 'average_run_length',
      title: 'Average run length',
      kind: 'number',
      default: 5000,
      minimum: 100,
      maximum: 1e9,
      unit: 'values',
      help: 'About how many values pass, on a signal that does not change, between two false alarms (Siegmund’s approximation).',
    },
    {
      name: 'shift',
      title: 'Shift to find',
      kind: 'number',
      default: 1,
      minimum: 0.1,
      maximum: 5,
      unit: 'deviations',
      help: 'The size of a shift that is found soonest.',
    },
    {
      name: 'learning',
      title: 'Learning',
      kind: 'integer',
      default: 30,
      minimum: 5,
      maximum: 10_000,
      unit: 'values',
      help: 'So many values tell the level at the beginning and after each change, before anything is judged.',
    },
    alertBudget,
  ],
  create({ average_run_length, shift, learning, alert_budget }, budget) {
    const method = new CumulativeSums(average_run_length as number, shift as number, learning as number)
    return new JudgingEngine(method, ruleOf(alert_budget, budget, { kind: 'own' }))
  },
}

/** Level up, level down, spread up, spread down. */
const charts = 4
/** A step counts at most so much, so that one outlier alone is no change. */
const largestStep = 3
/** Of the level: older values than about so many weigh less. */
const levelMemory = 1000
/** Mean and deviation of the root of the size of a standard normal value (Hawkins 1981). */
const rootMean = 0.82218
const rootDeviation = 0.34914

export class CumulativeSums implements Method {
  private readonly allowance: number
  private readonly limit: number
  private readonly learning: number
  private count = 0
  private mean = 0
  private squares = 0
  private readonly sums = new Float64Array(charts)

  constructor(averageRunLength: number, shift: number, learning: number) {
    this.allowance = shift / 2
    // Four charts run at once, each with a quarter of the alarms.
    this.limit = limitFor(averageRunLength * charts, this.allowance)
    this.learning = learning
  }

  readonly assumedTail = (strangeness: number) => Math.min(1, charts * Math.exp(-2 * this.allowance * (strangeness * this.unit + 1.166)))

  /** Strangeness 3 is the limit, so that one unit is about a deviation. */
  private get unit(): number {
    return this.limit / 3
  }

  observe(_ts: number, value: number): Reading | undefined {
    const reading = this.count >= this.learning ? this.read(value) : undefined
    if (reading?.is_anomaly === true) this.startOver()
    this.learn(value)
    return reading
  }

  private read(value: number): Reading {
    const { count, mean } = this
    const floor = Math.max(relativeFloor * Math.abs(mean), smallestScale)
    const deviation = Math.max(Math.sqrt(this.squares / (count - 1)), floor)
    const t = Math.max(-1e9, Math.min(1e9, (value - mean) / deviation)) * Math.sqrt(count / (count + 1))
    const z = Math.max(-largestStep, Math.min(largestStep, normalFromStudent(t, count - 1)))
    const spread = (Math.sqrt(Math.abs(z)) - rootMean) / rootDeviation
    this.add(0, z)
    this.add(1, -z)
    // A signal of one value has no spread that could shrink.
    this.add(2, spread)
    if (deviation > floor) this.add(3, -spread)
    const highest = Math.max(...this.sums)
    const is_anomaly = highest > this.limit
    // The band is where the level is: three deviations about it.
    return {
      strangeness: highest / this.unit,
      probability: Math.min(1, highest / this.limit),
      centre: mean,
      scale: deviation,
      is_anomaly,
      reach: 3,
    }
  }

  private add(chart: number, step: number): void {
    this.sums[chart] = Math.max(0, this.sums[chart]! + step - this.allowance)
  }

  private startOver(): void {
    this.count = 0
    this.mean = 0
    this.squares = 0
    this.sums.fill(0)
  }

  /** Welford's update; once the level is known, an outlier moves it no further than the largest step would. */
  private learn(value: number): void {
    this.count += 1
    const known = this.count > this.learning
    const deviation = known ? Math.sqrt(this.squares / (this.count - 2)) : Infinity
    const difference = Math.max(-largestStep * deviation, Math.min(largestStep * deviation, value - this.mean))
    const step = difference / this.count
    this.mean += step
    this.squares += difference * (difference - step)
    if (this.count <= 2 * levelMemory) return
    this.squares *= levelMemory / this.count
    this.count = levelMemory
  }

  snapshot(): unknown {
    return { count: this.count, mean: this.mean, squares: this.squares, sums: [...this.sums] }
  }

  restore(state: unknown): void {
    const { count, mean, squares, sums } = state as { count: number; mean: number; squares: number; sums: readonly number[] }
    this.count = count
    this.mean = mean
    this.squares = squares
    this.sums.set(sums)
  }
}

/** Wallace's approximation (1959): Student's t with `degrees` of freedom as a normal deviate. */
function normalFromStudent(t: number, degrees: number): number {
  const size = Math.sqrt(degrees * Math.log1p((t * t) / degrees)) * ((8 * degrees + 1) / (8 * degrees + 3))
  return t < 0 ? -size : size
}

/** The limit whose one-sided average run length this is: Siegmund (1985), (e^(2kb) − 2kb − 1) / 2k² with b = h + 1.166. */
export function limitFor(runLength: number, allowance: number): number {
  let low = 0
  let high = 1000
  for (let i = 0; i < 100; i += 1) {
    const middle = (low + high) / 2
    if (siegmund(middle, allowance) < runLength) low = middle
    else high = middle
  }
  return high
}

function siegmund(limit: number, k: number): number {
  const exponent = 2 * k * (limit + 1.166)
  return (Math.exp(exponent) - exponent - 1) / (2 * k * k)
}
