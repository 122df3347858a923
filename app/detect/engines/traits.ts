/** What the values of a warm-up have about them, by which an engine is chosen. */
export interface Traits {
  values: number
  /** Share of the most common value. */
  commonest: number
  distinct: number
  /** Of a few distinct values: how often the usual successor followed. 0 with many. */
  order: number
  /** How far the last third is from the first, in median distances of what is left when the way between them is taken off. */
  trend: number
}

/** More distinct values than these are no set of states. */
const mostStates = 8

/** Of at least three values, in their order. */
export function measureTraits(values: readonly number[]): Traits {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return {
    values: values.length,
    commonest: Math.max(...counts.values()) / values.length,
    distinct: counts.size,
    order: counts.size <= mostStates && counts.size > 1 ? measureOrder(values) : 0,
    trend: measureTrend(values),
  }
}

function measureOrder(values: readonly number[]): number {
  const followers = new Map<number, Map<number, number>>()
  for (let i = 1; i < values.length; i += 1) {
    const after = followers.get(values[i - 1]!) ?? new Map<number, number>()
    after.set(values[i]!, (after.get(values[i]!) ?? 0) + 1)
    followers.set(values[i - 1]!, after)
  }
  let usual = 0
  for (const after of followers.values()) usual += Math.max(...after.values())
  return usual / (values.length - 1)
}

/** Between the medians of the outer thirds, so that outliers make no trend. */
function measureTrend(values: readonly number[]): number {
  const third = Math.floor(values.length / 3)
  const rise = medianOf(values.slice(-third)) - medianOf(values.slice(0, third))
  const slope = rise / (values.length - third)
  const level = values.map((value, i) => value - slope * i)
  const centre = medianOf(level)
  const distance = medianOf(level.map((value) => Math.abs(value - centre)))
  if (rise === 0) return 0
  return distance === 0 ? Infinity : Math.abs(rise) / distance
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}
