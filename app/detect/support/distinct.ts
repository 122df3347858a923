/**
 * A bounded set of distinct values, each with the time it was last seen; when full, the one seen longest ago (by
 * touch, not by clock) goes. Plain data in insertion order, oldest touch first; small enough to be searched in a line.
 */
export interface DistinctValues {
  values: string[]
  times: number[]
}

/** Holding `values`, distinct already, all seen at `time`. */
export function makeDistinctValues(values: string[] = [], time = 0): DistinctValues {
  return { values: [...values], times: values.map(() => time) }
}

/** True when the value was not there. */
export function addDistinct(distinct: DistinctValues, value: string, time: number, capacity: number): boolean {
  const { values, times } = distinct
  const at = values.lastIndexOf(value)
  if (at !== -1) {
    values.splice(at, 1)
    times.splice(at, 1)
  } else if (values.length >= capacity) {
    values.shift()
    times.shift()
  }
  values.push(value)
  times.push(time)
  return at === -1
}

/** How many were last seen within (time − window, time]. */
export function countDistinct(distinct: DistinctValues, time: number, window: number): number {
  let count = 0
  for (const seen of distinct.times) if (seen > time - window && seen <= time) count += 1
  return count
}

/** Those last seen within (time − window, time]. */
export function distinctWithin(distinct: DistinctValues, time: number, window: number): string[] {
  return distinct.values.filter((_, at) => distinct.times[at]! > time - window && distinct.times[at]! <= time)
}

/** A sample for metadata, the ones touched last first. */
export function sampleDistinct(distinct: DistinctValues, limit: number): string[] {
  return distinct.values.slice(-limit).reverse()
}

export function removeDistinct(distinct: DistinctValues, value: string): void {
  const at = distinct.values.lastIndexOf(value)
  if (at === -1) return
  distinct.values.splice(at, 1)
  distinct.times.splice(at, 1)
}
