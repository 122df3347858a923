import type { Distribution, NumericSummary } from '../../model/dataset.ts'

/** Of numbers in ascending order: linear between the nearest ranks. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * share
  const below = Math.floor(place)
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!]
  return low + (high - low) * (place - below)
}

/** Of one number or more. The deviation is the population's. */
export function summarize(values: readonly number[]): NumericSummary {
  const sorted = Float64Array.from(values).sort()
  const mean = sum(values) / values.length
  const variance = sum(values.map((value) => (value - mean) ** 2)) / values.length
  return {
    mean,
    std: Math.sqrt(variance),
    min: sorted[0]!,
    max: sorted.at(-1)!,
    median: percentile(sorted, 0.5),
    q1: percentile(sorted, 0.25),
    q3: percentile(sorted, 0.75),
    unique_values: new Set(values).size,
  }
}

/**
 * As many bins as the finer of Sturges' and Freedman and Diaconis' rules asks for; never more than twice the root of the
 * number of values, or one far value would make bins without end.
 */
export function distribute(values: readonly number[], { min, max, q1, q3 }: NumericSummary): Distribution {
  if (min === max) return count(values, [min - 0.5, max + 0.5])
  const range = max - min
  const sturges = range / (Math.log2(values.length) + 1)
  const quartiles = Math.max((2 * (q3 - q1)) / Math.cbrt(values.length), range / (2 * Math.sqrt(values.length)))
  const bins = Math.max(1, Math.ceil(range / (q3 > q1 ? Math.min(sturges, quartiles) : sturges)))
  const edges = Array.from({ length: bins + 1 }, (_, at) => (at === bins ? max : min + at * (range / bins)))
  return count(values, edges)
}

/** Into bins that are given; what lies outside goes into the outermost, so that nothing is left out of a comparison. */
export function count(values: readonly number[], bin_edges: readonly number[]): Distribution {
  const histogram = new Array<number>(bin_edges.length - 1).fill(0)
  for (const value of values) histogram[findBin(bin_edges, value)]! += 1
  return { histogram, bin_edges: [...bin_edges] }
}

/** Each bin holds its lower edge, the last one both. */
function findBin(edges: readonly number[], value: number): number {
  let low = 0
  let high = edges.length - 2
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (edges[middle]! <= value) low = middle
    else high = middle - 1
  }
  return low
}

function sum(values: readonly number[]): number {
  let total = 0
  for (const value of values) total += value
  return total
}
