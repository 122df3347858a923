import type { EngineParameter } from '../../../app/model/engine.ts'

/** Where a value lies on a slider, 0 to 1, and what lies at a place of it. */
export interface ParameterScale {
  placeOf(value: number): number
  valueAt(place: number): number
}

/** From this ratio of its ends on, a range is drawn by powers. */
const wide = 100
const largest = 1e6

/** Undefined for parameters that no slider helps with: words, dates, what may be left out, and ranges without a sensible end. */
export function scaleOf(parameter: EngineParameter): ParameterScale | undefined {
  if (parameter.kind !== 'integer' && parameter.kind !== 'number') return undefined
  const { minimum, maximum, kind } = parameter
  if (minimum < 0) return undefined
  if (maximum < 1) return scaleBetween(parameter, { bend: ninesOf, unbend: (nines) => roundNines(1 - 10 ** -nines, nines) })
  const ends = minimum > 0 && maximum / minimum >= wide
  if (maximum > largest && !ends) return undefined
  const round = kind === 'integer' ? Math.round : (value: number) => Number(value.toPrecision(3))
  return ends
    ? scaleBetween(parameter, { bend: Math.log, unbend: (power) => round(Math.exp(power)) })
    : scaleBetween(parameter, { bend: (value) => value, unbend: round })
}

/** A chance near 1 is told by its nines: 0.99, 0.999, 0.9999 are as far from each other. */
function ninesOf(value: number): number {
  return -Math.log10(1 - value)
}

function roundNines(value: number, nines: number): number {
  return Number(value.toFixed(Math.ceil(nines) + 1))
}

interface Bend {
  bend: (value: number) => number
  unbend: (bent: number) => number
}

function scaleBetween({ minimum, maximum }: { minimum: number; maximum: number }, { bend, unbend }: Bend): ParameterScale {
  const low = bend(minimum)
  const high = bend(maximum)
  const within = (value: number) => Math.max(minimum, Math.min(maximum, value))
  return {
    placeOf: (value) => (bend(within(value)) - low) / (high - low),
    valueAt: (place) => within(unbend(low + place * (high - low))),
  }
}
