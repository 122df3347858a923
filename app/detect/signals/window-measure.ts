import { isJudgeable } from '../engines/engine.ts'
import type { AggregationFunction, Measure } from '../../model/stream.ts'
import { DistinctSketch, type DistinctState } from './distinct-sketch.ts'
import { QuantileSketch, type QuantileState } from './quantile-sketch.ts'

/** What is kept of the values of one window. */
export interface WindowSum {
  count: number
  sum: number
  min: number
  max: number
  distinct?: DistinctSketch
  quantiles?: QuantileSketch
}

/** A window's values as JSON left them; Infinity does not survive that. */
export interface SavedSum {
  count: number
  sum: number
  min?: number
  max?: number
  distinct?: DistinctState
  quantiles?: QuantileState
}

export interface WindowMeasure {
  name: AggregationFunction
  /** Values that are text mean something (`distinct`). */
  takesText: boolean
  /** A record without the field counts all the same (`count`). */
  needsValue: boolean
  /** Of a window in which nothing came; undefined is a gap. */
  empty: number | undefined
  begin(): WindowSum
  add(sum: WindowSum, value: number | string): void
  /** Undefined where there is none that an engine could take. */
  valueOf(sum: WindowSum): number | undefined
}

const shares: Partial<Record<AggregationFunction, number>> = {
  percentile50: 0.5,
  percentile75: 0.75,
  percentile95: 0.95,
  percentile99: 0.99,
}

const functionOfMeasure: Record<Measure, AggregationFunction> = {
  count: 'count',
  sum: 'sum',
  avg: 'avg',
  min: 'min',
  max: 'max',
  distinct: 'distinct',
  p50: 'percentile50',
  p75: 'percentile75',
  p95: 'percentile95',
  p99: 'percentile99',
}

export function functionOf(measure: Measure): AggregationFunction {
  return functionOfMeasure[measure]
}

/** How the values of a window become one. */
export function measureOf(name: AggregationFunction): WindowMeasure {
  const share = shares[name]
  const begin = (): WindowSum => ({
    count: 0,
    sum: 0,
    min: Infinity,
    max: -Infinity,
    ...(name === 'distinct' ? { distinct: new DistinctSketch() } : {}),
    ...(share === undefined ? {} : { quantiles: new QuantileSketch() }),
  })
  const valueOf = (sum: WindowSum): number | undefined => {
    const value = share === undefined ? plainValue(name, sum) : sum.quantiles?.quantile(share)
    return value !== undefined && isJudgeable(value) ? value : undefined
  }
  const empty = name === 'count' || name === 'sum' || name === 'distinct' ? 0 : undefined
  return { name, takesText: name === 'distinct', needsValue: name !== 'count', empty, begin, add: adderOf(name), valueOf }
}

function adderOf(name: AggregationFunction): WindowMeasure['add'] {
  if (name === 'count') return (sum) => void (sum.count += 1)
  if (name === 'distinct') {
    return (sum, value) => {
      sum.count += 1
      sum.distinct!.add(value)
    }
  }
  return (sum, value) => {
    const number = value as number
    sum.count += 1
    sum.sum += number
    if (number < sum.min) sum.min = number
    if (number > sum.max) sum.max = number
    sum.quantiles?.add(number)
  }
}

function plainValue(name: AggregationFunction, { count, sum, min, max, distinct }: WindowSum): number | undefined {
  if (name === 'count') return count
  if (name === 'distinct') return distinct?.count()
  if (count === 0) return undefined
  if (name === 'avg') return sum / count
  if (name === 'min') return min
  return name === 'max' ? max : sum
}

export function saveSum({ count, sum, min, max, distinct, quantiles }: WindowSum): SavedSum {
  return {
    count,
    sum,
    ...(min <= max ? { min, max } : {}),
    ...(distinct === undefined ? {} : { distinct: distinct.toJSON() }),
    ...(quantiles === undefined ? {} : { quantiles: quantiles.toJSON() }),
  }
}

export function reviveSum({ count, sum, min, max, distinct, quantiles }: SavedSum): WindowSum {
  return {
    count,
    sum,
    min: min ?? Infinity,
    max: max ?? -Infinity,
    ...(distinct === undefined ? {} : { distinct: new DistinctSketch(distinct) }),
    ...(quantiles === undefined ? {} : { quantiles: new QuantileSketch(quantiles) }),
  }
}
