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

/** A sample for metadata, the ones touched last first. */
export function sampleDistinct(distinct: DistinctValues, limit: number): string[] {
  return distinct.values.slice(-limit).reverse()
}
