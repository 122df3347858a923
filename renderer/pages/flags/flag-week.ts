import type { FlagEffect } from '../../../app/model/flag.ts'

const day = 86_400_000
const days = 7

export interface FlagWeek {
  /** Of each day (UTC), today last. */
  letThrough: number[]
  heldBack: number[]
  throughADay: number
  heldADay: number
}

/** What a flag did over the last seven days; a day without a reading counts as nothing. */
export function weekOf(effects: readonly FlagEffect[], now: number): FlagWeek {
  const today = Math.floor(now / day) * day
  const known = new Map(effects.map((effect) => [effect.day, effect]))
  const week = Array.from({ length: days }, (_, index) => known.get(today - (days - 1 - index) * day))
  const letThrough = week.map((effect) => effect?.let_through ?? 0)
  const heldBack = week.map((effect) => effect?.held_back ?? 0)
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / days
  return { letThrough, heldBack, throughADay: mean(letThrough), heldADay: mean(heldBack) }
}
