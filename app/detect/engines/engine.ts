import type { EngineChoice, EngineDescription, EngineParameters, Judgement } from '../../model/engine.ts'
import type { AlertBudget } from './alert-budget.ts'

/**
 * Judges the values of one signal, one by one. Knows no clock but their `ts`; the same values give the same judgements,
 * however often it was stopped in between.
 */
export interface SignalEngine {
  /**
   * `ts` in milliseconds; gaps of any length are allowed, going back is taken as it comes. A value is judged against
   * what came before it, then learnt. Throws a RangeError for a `ts` or value that is not finite: whoever feeds an engine
   * keeps such values out (`isJudgeable`) and counts them.
   */
  observe(ts: number, value: number): Judgement
  /** JSON-able and bounded. `restore(snapshot())` goes on exactly as if nothing had happened. */
  snapshot(): unknown
  /** Of an engine with the same type and parameters; throws when the state is none of its own. */
  restore(state: unknown): void
  /** Only of engines that choose: undefined until they have. */
  describe?(): EngineChoice | undefined
}

export interface EngineType extends EngineDescription {
  /**
   * `parameters` as `readEngineParameters` gives them: complete and within their ranges. `budget` is one that engines of many
   * signals spend together; whoever gives it keeps it over a restart.
   */
  create(parameters: EngineParameters, budget?: AlertBudget): SignalEngine
}

/** What an engine takes: finite, and small enough that the square of a difference is finite too. */
export function isJudgeable(value: number): boolean {
  return Math.abs(value) <= largestValue
}

/** Beyond it differences squared overflow. No count, byte or duration comes near. */
export const largestValue = 1e150

/** What `Date` can hold, in milliseconds. */
export const latestTime = 8.64e15

/** Closer together than this, numbers are the same: below it products lose their digits. */
export const smallestScale = 1e-280
