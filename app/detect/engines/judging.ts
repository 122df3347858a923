import type { EngineChoice, EngineParameter, Judgement } from '../../model/engine.ts'
import { AlertBudget } from './alert-budget.ts'
import { Calibration, largestStrangeness, type AssumedTail } from './calibration.ts'
import { isJudgeable, latestTime, type SignalEngine } from './engine.ts'

/** What a method makes of one value, before calibration and thresholds. */
export interface Reading {
  /** 0 for a value just as expected, growing without an upper end. */
  strangeness: number
  probability: number
  /** Where values are expected and how far one unit of strangeness is; null for methods without a band. */
  centre: number | null
  scale: number
  /** By the method's own threshold. */
  is_anomaly: boolean
  /** Of that threshold, in units of strangeness: the band is `centre ± reach × scale`. */
  reach: number
  /** The method does not know the signal well yet: what is strange now says little of what will be. */
  provisional?: boolean
  /** From the next value on another measure is taken: how strange values were by this one says little of it. */
  renewed?: boolean
}

/** The part of an engine that differs from engine to engine. */
export interface Method {
  /** Judges a value against what came before it, then learns it; undefined while warming. */
  observe(ts: number, value: number): Reading | undefined
  assumedTail: AssumedTail
  snapshot(): unknown
  restore(state: unknown): void
  describe?(): EngineChoice | undefined
}

/** Who says what an anomaly is: the method, a score that a value must reach, or so many alerts a day. */
export type Rule = { kind: 'own' } | { kind: 'score'; score: number } | { kind: 'budget'; budget: AlertBudget; shared: boolean }

/** The level follows the signal slowly: it is worked out anew after so many values. */
const levelInterval = 32
const provisionalWeight = 0.05
const renewedWeight = 0.02
/**
 * A value rarer than this counts as at most so many times as strange as those: an attack must not make the next one look
 * usual. A signal whose tail is really that heavy gets there step by step.
 */
const rare = 0.0005
const rareReach = 1.25

/** Calibrates a method's strangeness into a score, applies the rule, and keeps everything finite. */
export class JudgingEngine implements SignalEngine {
  private readonly method: Method
  private readonly rule: Rule
  private readonly calibration: Calibration
  private readonly budget: AlertBudget | undefined
  private level = 0
  private largest = 0
  private untilLevel = 0

  constructor(method: Method, rule: Rule) {
    this.method = method
    this.rule = rule
    this.calibration = new Calibration(method.assumedTail)
    this.budget = rule.kind === 'budget' ? rule.budget : undefined
  }

  observe(ts: number, value: number): Judgement {
    refuseUnfit(ts, value)
    const reading = this.method.observe(ts, value)
    this.budget?.see(ts)
    if (reading === undefined) return { score: 0, probability: 0, lower: null, upper: null, is_anomaly: false, warming: true }
    const strangeness = Math.min(reading.strangeness, largestStrangeness)
    const score = 1 - this.calibration.chance(strangeness)
    this.follow()
    const { reach, is_anomaly } = this.decide(reading, strangeness)
    this.learn(reading, strangeness)
    const { centre, scale, probability } = reading
    const half = reach * scale
    return {
      score: Math.min(1, Math.max(0, score)),
      probability,
      // + 0: JSON knows no −0, and a snapshot must not change a judgement.
      lower: centre === null ? null : centre - half + 0,
      upper: centre === null ? null : centre + half + 0,
      is_anomaly,
      warming: false,
    }
  }

  private decide(reading: Reading, strangeness: number): { reach: number; is_anomaly: boolean } {
    if (this.rule.kind === 'own') return reading
    const strange = strangeness >= this.level
    return { reach: this.level, is_anomaly: strange && (this.budget?.admit() ?? true) }
  }

  private follow(): void {
    this.untilLevel -= 1
    if (this.untilLevel > 0) return
    this.untilLevel = levelInterval
    this.largest = rareReach * this.calibration.level(rare)
    if (this.rule.kind === 'own') return
    this.level = this.calibration.level(this.rule.kind === 'score' ? 1 - this.rule.score : this.budget!.chance)
  }

  private learn({ provisional, renewed }: Reading, strangeness: number): void {
    this.calibration.add(Math.min(strangeness, this.largest), provisional === true ? provisionalWeight : 1)
    if (renewed !== true) return
    this.calibration.fade(renewedWeight)
    this.untilLevel = 0
  }

  describe(): EngineChoice | undefined {
    return this.method.describe?.()
  }

  /** One that is shared is kept by whoever shares it. */
  private get ownBudget(): AlertBudget | undefined {
    return this.rule.kind === 'budget' && !this.rule.shared ? this.budget : undefined
  }

  snapshot(): unknown {
    const { method, calibration, level, largest, untilLevel } = this
    return {
      method: method.snapshot(),
      calibration: calibration.snapshot(),
      budget: this.ownBudget?.snapshot(),
      level,
      largest,
      untilLevel,
    }
  }

  restore(state: unknown): void {
    const { method, calibration, budget, level, largest, untilLevel } = state as EngineState
    this.method.restore(method)
    this.calibration.restore(calibration)
    if (budget !== undefined) this.ownBudget?.restore(budget)
    this.level = level
    this.largest = largest
    this.untilLevel = untilLevel
  }
}

interface EngineState {
  method: unknown
  calibration: unknown
  budget?: unknown
  level: number
  largest: number
  untilLevel: number
}

function refuseUnfit(ts: number, value: number): void {
  if (!isJudgeable(value)) throw new RangeError(`an engine takes finite values up to ±1e150, not ${value}`)
  if (!(Math.abs(ts) <= latestTime)) throw new RangeError(`an engine takes times in milliseconds, not ${ts}`)
}

/** Of every engine: so many alerts a day instead of its threshold. */
export const alertBudget: EngineParameter = {
  name: 'alert_budget',
  title: 'Alert budget',
  kind: 'optional-number',
  default: null,
  minimum: 0.01,
  maximum: 10_000,
  unit: 'alerts a day',
  absent: 'the threshold decides',
  help: 'At most about so many anomalies a day: the strangest ones, instead of all beyond the threshold. The band is then where the budget cuts.',
}

/** `shared`: the budget of the whole stream, which comes before one of the engine's own. */
export function ruleOf(alert_budget: unknown, shared: AlertBudget | undefined, otherwise: Rule): Rule {
  if (shared !== undefined) return { kind: 'budget', budget: shared, shared: true }
  return typeof alert_budget === 'number' ? { kind: 'budget', budget: new AlertBudget(alert_budget), shared: false } : otherwise
}
