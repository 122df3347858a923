import type { EngineChoice } from '../../model/engine.ts'
import type { Traits } from './traits.ts'

export const pickable = ['robust', 'ema', 'cad', 'seasonal', 'changepoint'] as const
export type Pickable = (typeof pickable)[number]

export interface Choice extends EngineChoice {
  picked: Pickable
}

/** From here on the deviation of a median says nothing: half of the values are the same. */
const sparse = 0.5
/** How much of what the most common value leaves open the order must tell. */
const ordered = 0.6
/** Median distances that a trend must cover within the warm-up to leave a median of it behind. */
const steep = 4

/** Which engine the warm-up asks for, before a rhythm of days can have shown. */
export function chooseByTraits({ values, commonest, distinct, order, trend }: Traits): Choice {
  if (order - commonest >= ordered * (1 - commonest) && order > commonest)
    return {
      picked: 'cad',
      why: `Its ${values} values are only ${distinct} different ones, and ${percent(order)} of the time the usual one follows.`,
    }
  if (commonest >= sparse)
    return {
      picked: 'ema',
      why: `${percent(commonest)} of its ${values} values are the same, so that a median has no deviation; an average has.`,
    }
  if (trend >= steep)
    return {
      picked: 'ema',
      why: `Over its ${values} values it went one way further than it spreads; an average that weighs new values most follows.`,
    }
  return { picked: 'robust', why: `Its ${values} values stay at a level and spread around it, with no order, trend or mostly one value.` }
}

/** The rivalry of the hour of the week with the values just before: the squared errors of both, in deviations of the latter. */
export interface Rivalry {
  since: number
  compared: number
  steady: number
  season: number
}

/** An outlier says nothing of who guesses better: past so many deviations, squared, errors are the same. */
export const largestError = 25

const day = 86_400_000
const leastCompared = 100
const firstLook = 2 * day
const lastLook = 14 * day
/** The share of the error that may be left for the hour of the week to have won. */
const leftByWinner = 0.7

/** `seasonal` when the hour of the week guesses better; `settled` when two weeks did not show it. */
export function judgeRivalry(
  { since, compared, steady, season }: Rivalry,
  now: number,
): { kind: 'open' | 'settled' } | { kind: 'season'; choice: Choice } {
  if (compared < leastCompared || now - since < firstLook) return { kind: 'open' }
  if (season <= leftByWinner * steady) {
    const why = `Over ${compared} values, what the hour usually brings left ${percent(season / steady)} of the squared error that the values just before left.`
    return { kind: 'season', choice: { picked: 'seasonal', why } }
  }
  return { kind: now - since >= lastLook ? 'settled' : 'open' }
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
