/** Order statistics, which a few outliers do not move. */
export interface Spread {
  median: number
  /** Median absolute deviation about the median, not scaled. */
  mad: number
  /** Bowley's skewness, (Q3 + Q1 − 2 Q2) / (Q3 − Q1): −1 to 1, 0 for a symmetric distribution. */
  skew: number
}

/** Quartiles closer together than this share of the median are noise, of which no skewness can be told. */
const leastSpread = 0.05

/** Of at least one value; the array is left sorted. */
export function measureSpread(values: number[]): Spread {
  values.sort(ascending)
  const median = quantile(values, 0.5)
  const lower = quantile(values, 0.25)
  const upper = quantile(values, 0.75)
  const skew = upper - lower > leastSpread * Math.abs(median) ? (upper + lower - 2 * median) / (upper - lower) : 0
  const deviations = values.map((value) => Math.abs(value - median)).sort(ascending)
  return { median, mad: quantile(deviations, 0.5), skew }
}

/** Linear between the neighbours (type 7 of Hyndman and Fan 1996). `sorted` must be, and not be empty. */
export function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share
  const below = Math.floor(position)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (high - low) * (position - below)
}

function ascending(a: number, b: number): number {
  return a - b
}
