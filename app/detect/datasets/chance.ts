import type { DatasetStatistics, SignificantChange } from '../../model/dataset.ts'
import { nullRatio, sharesOf, valuesOf } from './comparison.ts'
import { chanceBeyond } from './tails.ts'

/** Rows below which a single odd one would change every figure. */
export const fewestRows = 20
/** Deviations of what chance does; with the many figures of many fields, three come every day. */
const deviations = 4
const seldom = 0.001
const week = 7 * 86_400

type ChangeOf<Type extends SignificantChange['type']> = Extract<SignificantChange, { type: Type }>

/**
 * Whether a figure is past its limit for another reason than that these are other rows of the same kind: fields that name
 * rows move with them, few rows differ from all, and amounts have ends that reach far.
 */
export function isNews(change: SignificantChange, history: DatasetStatistics, fresh: DatasetStatistics): boolean {
  const names = change.type === 'correlation' ? change.field_pair : [change.field]
  const [known, came] = [history.record_count, fresh.record_count]
  const identifiers = fresh.identifiers ?? {}
  if (change.type !== 'null_ratio' && names.some((name) => Object.hasOwn(identifiers, name))) return false
  switch (change.type) {
    case 'numeric_mean':
      return true
    case 'numeric_variance':
      return hasOtherVariance(change, history, fresh)
    case 'numeric_range':
    case 'numeric_outlier': {
      const shape = history.shapes?.[change.field]
      const [low, high] = change.new_range
      return shape === undefined || came * chanceBeyond(shape, low, high) < seldom
    }
    // Of k bins, the shares of n rows are on average sqrt(2k / πn) away from their own distribution: half the limit of 0.4 at n = 16k.
    case 'distribution_shift':
    case 'distribution_bin_count': {
      const described = history.fields[change.field]
      return described?.type !== 'numeric' || came >= 16 * described.distribution.histogram.length
    }
    // More rows have more values.
    case 'categorical_cardinality':
      return came <= known
    // A share of n rows strays by 0.5 / sqrt(n) at most: a limit of 0.1 is three times that at 225.
    case 'categorical_distribution':
      return came >= 225
    case 'categorical_dominant':
      return came >= 100 && hasOtherDominant(change, history, fresh)
    // A single day is a weekend or none: only dates spread over a week and more have a ratio.
    case 'date_weekend':
      return came >= 100 && [history, fresh].every((each) => spreadOfDates(each, change.field) >= week)
    case 'null_ratio':
      return differ(nullRatio(history.nulls[change.field]) ?? 0, known, nullRatio(fresh.nulls[change.field]) ?? 0, came)
    case 'correlation':
      return came >= 100 && hasOtherCorrelation(change.old_value, known, change.new_value, came)
  }
}

/** The variance of n rows strays from their own by sqrt((kurtosis - 1) / n) of it. */
function hasOtherVariance({ field, ratio }: ChangeOf<'numeric_variance'>, history: DatasetStatistics, fresh: DatasetStatistics): boolean {
  const shape = history.shapes?.[field]
  if (shape === undefined) return true
  const strays = Math.sqrt(Math.max(0, shape.kurtosis - 1) * (1 / fresh.record_count + 1 / history.record_count))
  return Math.abs(ratio ** 2 - 1) > deviations * strays
}

/** Values of nearly the same frequency change places by chance: one that was frequent must have become rarer. */
function hasOtherDominant(
  { field, old_top, new_top }: ChangeOf<'categorical_dominant'>,
  history: DatasetStatistics,
  fresh: DatasetStatistics,
): boolean {
  const [before, after] = [history.fields[field], fresh.fields[field]].map((each) => sharesOf((each && valuesOf(each)) ?? {}))
  const gone = old_top.filter((value) => !new_top.includes(value))
  return gone.some((value) => differ(before!.get(value) ?? 0, history.record_count, after!.get(value) ?? 0, fresh.record_count))
}

function spreadOfDates({ fields }: DatasetStatistics, field: string): number {
  const described = fields[field]
  return described?.type === 'date' ? described.numeric_stats.q3 - described.numeric_stats.q1 : 0
}

function differ(old: number, known: number, fresh: number, came: number): boolean {
  const both = (old * known + fresh * came) / (known + came)
  return Math.abs(fresh - old) > deviations * Math.sqrt(both * (1 - both) * (1 / known + 1 / came))
}

/** By Fisher's transformation. */
function hasOtherCorrelation(old: number, known: number, fresh: number, came: number): boolean {
  const [before, after] = [old, fresh].map((value) => Math.atanh(Math.max(-0.999, Math.min(0.999, value)))) as [number, number]
  return Math.abs(after - before) > deviations * Math.sqrt(1 / (known - 3) + 1 / (came - 3))
}
