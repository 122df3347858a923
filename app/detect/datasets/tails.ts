import type { NumberShape, Tail } from '../../model/dataset.ts'

/** Values an end is described by. */
const shareOfEnd = 0.1
const fewestOfEnd = 10
const mostOfEnd = 250
const fewestValues = 30
/** What is thought of an end before it is looked at, and how many values that weighs as much as. */
const usualShape = 0.25
const weightOfUsual = 10
const heaviest = 0.9

/**
 * How far the ends of many numbers reach, and how much of their spread is due to few: amounts and durations have values far
 * from the others that mean nothing. Undefined of too few.
 */
export function shapeOf(values: readonly number[], { mean, std }: { mean: number; std: number }): NumberShape | undefined {
  if (values.length < fewestValues || !(std > 0)) return undefined
  const sorted = Float64Array.from(values).sort()
  let fourth = 0
  for (const value of sorted) fourth += ((value - mean) / std) ** 4
  const least = std / 20
  return { kurtosis: fourth / sorted.length, upper: fit(sorted, least), lower: fit(sorted.map((value) => -value).sort(), least) }
}

/** Chance that one value lies as far as `value` or farther; 1 where it is not at that end. */
export function chanceAbove({ from, share, scale, shape }: Tail, value: number): number {
  if (value <= from) return 1
  const distance = (value - from) / scale
  return share * (shape > 0 ? (1 + shape * distance) ** (-1 / shape) : Math.exp(-distance))
}

/** The same at either end, for values outside the middle. */
export function chanceBeyond({ upper, lower }: NumberShape, low: number, high: number): number {
  return Math.min(chanceAbove(upper, high), chanceAbove(lower, -low))
}

/** A generalised Pareto distribution of what lies beyond, by its weighted moments (Hosking and Wallis 1987). Ends that would come to a stop are taken for exponential. */
function fit(sorted: Float64Array, least: number): Tail {
  const size = Math.min(mostOfEnd, Math.max(fewestOfEnd, Math.round(sorted.length * shareOfEnd)))
  const from = sorted[sorted.length - size - 1]!
  let [mean, weighted] = [0, 0]
  for (let at = 0; at < size; at += 1) {
    const excess = sorted[sorted.length - size + at]! - from
    mean += excess / size
    weighted += (excess * (size - 1 - at)) / (size - 1) / size
  }
  const found = mean > 0 && mean > 2 * weighted ? 2 - mean / (mean - 2 * weighted) : 0
  const bounded = Math.min(heaviest, Math.max(0, found))
  const shape = Math.max(0, (bounded * size + usualShape * weightOfUsual) / (size + weightOfUsual))
  return { from, share: size / sorted.length, shape, scale: Math.max(least, mean) * (1 - shape) }
}
