import type { EngineChoice, EngineParameters } from '../../model/engine.ts'
import { createContextMethod, cad } from './cad.ts'
import { CumulativeSums, changepoint } from './changepoint.ts'
import { chooseByTraits, judgeRivalry, largestError, pickable, type Choice, type Pickable, type Rivalry } from './choice.ts'
import { MovingAverage, ema } from './ema.ts'
import type { EngineType } from './engine.ts'
import { alertBudget, JudgingEngine, ruleOf, type Method, type Reading } from './judging.ts'
import { twoSidedTail } from './normal.ts'
import { RobustWindow, robust } from './robust.ts'
import { WeekProfile, seasonal } from './seasonal.ts'
import { calendarParameters, scoreThreshold } from './shared-parameters.ts'
import { measureTraits } from './traits.ts'
import { dayOf, WallClock } from './wall-clock.ts'

export const auto: EngineType = {
  name: 'auto',
  title: 'Automatic',
  description:
    'Looks at the first values and picks an engine by their order, sparsity and trend; then lets the hours of the week compete with it for two weeks and takes them when they guess better. Says what it picked and why.',
  good_for: 'Signals nobody has looked at yet.',
  bad_for: 'A change of level that should be one alert: choose changepoint for that, since it asks another question.',
  parameters: [
    {
      name: 'pick',
      title: 'Pick',
      kind: 'choice',
      default: 'auto',
      choices: ['auto', ...pickable],
      help: 'The engine to use whatever the values look like, with its own defaults.',
    },
    scoreThreshold,
    {
      name: 'warmup',
      title: 'Warm-up',
      kind: 'integer',
      default: 120,
      minimum: 30,
      maximum: 1000,
      unit: 'values',
      help: 'After so many values it picks. Nothing is judged before.',
    },
    ...calendarParameters,
    alertBudget,
  ],
  create(parameters, budget) {
    const rule = ruleOf(parameters.alert_budget, budget, { kind: 'score', score: parameters.threshold as number })
    return new JudgingEngine(new ChosenMethod(parameters), rule)
  },
}

interface AutoState {
  choice?: Choice
  method?: unknown
  season?: unknown
  rivalry: Rivalry
  warm: [ts: number, value: number][]
}

class ChosenMethod implements Method {
  readonly assumedTail = (strangeness: number) => this.method?.assumedTail(strangeness) ?? twoSidedTail(strangeness)
  private readonly parameters: EngineParameters
  private readonly warmup: number
  private choice: Choice | undefined
  private method: Method | undefined
  /** The hours of the week, learning beside the one picked until it is plain which guesses better. */
  private season: Method | undefined
  private rivalry: Rivalry = { since: 0, compared: 0, steady: 0, season: 0 }
  private warm: [ts: number, value: number][] = []

  constructor(parameters: EngineParameters) {
    this.parameters = parameters
    this.warmup = parameters.warmup as number
    const pick = parameters.pick as Pickable | 'auto'
    if (pick === 'auto') this.season = this.create('seasonal')
    else this.take({ picked: pick, why: 'It was told to.' })
  }

  observe(ts: number, value: number): Reading | undefined {
    const expected = this.season?.observe(ts, value)
    if (this.method === undefined) return this.gather(ts, value)
    const reading = this.method.observe(ts, value)
    if (this.season === undefined || reading === undefined) return reading
    const before = this.method
    this.compare(ts, value, expected, reading)
    return this.method === before ? reading : { ...reading, renewed: true }
  }

  private gather(ts: number, value: number): undefined {
    this.warm.push([ts, value])
    if (this.warm.length < this.warmup) return undefined
    const { warm } = this
    const choice = chooseByTraits(measureTraits(warm.map(([, one]) => one)))
    this.take(choice)
    this.warm = []
    for (const [at, one] of warm) this.method?.observe(at, one)
    // Contexts guess no value that could be compared.
    if (choice.picked === 'cad') this.season = undefined
    return undefined
  }

  private compare(ts: number, value: number, expected: Reading | undefined, reading: Reading): void {
    if (expected === undefined || expected.centre === null || reading.centre === null) return
    const { rivalry } = this
    if (rivalry.compared === 0) rivalry.since = ts
    const error = (centre: number) => Math.min(largestError, ((value - centre) / reading.scale) ** 2)
    rivalry.compared += 1
    rivalry.steady += error(reading.centre)
    rivalry.season += error(expected.centre)
    const verdict = judgeRivalry(rivalry, ts)
    if (verdict.kind === 'open') return
    if (verdict.kind === 'season') {
      this.choice = verdict.choice
      this.method = this.season
    }
    this.season = undefined
  }

  private take(choice: Choice): void {
    this.choice = choice
    this.method = this.create(choice.picked)
  }

  private create(picked: Pickable): Method {
    switch (picked) {
      case 'robust':
        return new RobustWindow(Math.min(this.warmup, defaultOf(robust, 'window')), defaultOf(robust, 'threshold'), 0)
      case 'ema':
        return new MovingAverage(Math.min(this.warmup, defaultOf(ema, 'window')), defaultOf(ema, 'threshold'))
      case 'cad':
        return createContextMethod(Object.fromEntries(cad.parameters.map((parameter) => [parameter.name, parameter.default])))
      case 'changepoint':
        return new CumulativeSums(
          defaultOf(changepoint, 'average_run_length'),
          defaultOf(changepoint, 'shift'),
          defaultOf(changepoint, 'learning'),
        )
      case 'seasonal': {
        const { time_zone, holidays } = this.parameters
        const days = new Set((holidays as readonly string[]).map(dayOf))
        return new WeekProfile(defaultOf(seasonal, 'memory'), WallClock.of(time_zone as string), days)
      }
    }
  }

  describe(): EngineChoice | undefined {
    return this.choice
  }

  snapshot(): unknown {
    const { choice, rivalry, warm } = this
    return { choice, method: this.method?.snapshot(), season: this.season?.snapshot(), rivalry: { ...rivalry }, warm: [...warm] }
  }

  restore(state: unknown): void {
    const { choice, method, season, rivalry, warm } = state as AutoState
    this.choice = choice
    this.method = choice === undefined ? undefined : this.create(choice.picked)
    this.method?.restore(method)
    this.season = season === undefined ? undefined : this.create('seasonal')
    this.season?.restore(season)
    this.rivalry = { ...rivalry }
    this.warm = [...warm]
  }
}

function defaultOf({ parameters }: EngineType, name: string): number {
  return parameters.find((parameter) => parameter.name === name)!.default as number
}
