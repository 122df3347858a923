import type { DatasetComparison, NumericSummary, SignificantChange } from '../../model/dataset.ts'
import {
  commonFields,
  kindOf,
  limits,
  nullRatio,
  numberIn,
  numbersOf,
  sharesOf,
  valuesOf,
  type ComparedField,
  type ComparedStatistics,
} from './comparison.ts'

const grave = (high: boolean): SignificantChange['severity'] => (high ? 'high' : 'medium')

/** The changes that are beyond their limits, each with its numbers. All limits are strict. */
export function findSignificant(
  historical: ComparedStatistics,
  fresh: ComparedStatistics,
  comparison: DatasetComparison,
): SignificantChange[] {
  const found: SignificantChange[] = []
  for (const [field, old, next] of commonFields(historical, fresh)) {
    if (kindOf(old) !== kindOf(next)) continue
    const [before, after] = [numbersOf(old), numbersOf(next)]
    if (before !== undefined && after !== undefined) found.push(...judgeNumbers(field, before, after))
    found.push(...judgeDistribution(field, old, next), ...judgeValues(field, old, next), ...judgeWeekends(field, old, next))
    const [nulls, nullsNow] = [nullsOf(historical, field, old), nullsOf(fresh, field, next)]
    if (nulls === undefined || nullsNow === undefined) continue
    const change = nullsNow - nulls
    if (Math.abs(change) > limits.nulls)
      found.push({ field, type: 'null_ratio', old_ratio: nulls, new_ratio: nullsNow, change, severity: grave(Math.abs(change) > 0.2) })
  }
  for (const { fields, old_value, new_value, change, interpretation } of Object.values(comparison.correlation_changes)) {
    const severity = grave(change > 0.5)
    found.push({ field_pair: fields, type: 'correlation', old_value, new_value, change, direction: interpretation, severity })
  }
  return found
}

function judgeNumbers(field: string, old: Partial<NumericSummary>, next: Partial<NumericSummary>): SignificantChange[] {
  const found: SignificantChange[] = []
  const { mean, std, min, max } = old
  if (mean !== undefined && std !== undefined && next.mean !== undefined) {
    const z_score = Math.abs(next.mean - mean) / Math.max(std, 0.001)
    if (z_score > 3)
      found.push({ field, type: 'numeric_mean', z_score, old_value: mean, new_value: next.mean, severity: grave(z_score > 6) })
  }
  if (std !== undefined && std > 0 && next.std !== undefined) {
    const ratio = next.std / std
    if (ratio > 2 || ratio < 0.5)
      found.push({ field, type: 'numeric_variance', ratio, old_std: std, new_std: next.std, severity: grave(ratio > 3 || ratio < 0.3) })
  }
  if (min === undefined || max === undefined || next.min === undefined || next.max === undefined || !(max > min)) return found
  const old_range: [number, number] = [min, max]
  const new_range: [number, number] = [next.min, next.max]
  const ratio = (next.max - next.min) / (max - min)
  if (ratio > 1.5) found.push({ field, type: 'numeric_range', ratio, old_range, new_range, severity: grave(ratio > 2) })
  const factor = Math.max(next.max - max, min - next.min, 0) / (max - min)
  if (factor > 0.2)
    found.push({ field, type: 'numeric_outlier', factor, historical_range: old_range, new_range, severity: grave(factor > 0.5) })
  return found
}

function judgeDistribution(field: string, old: ComparedField, next: ComparedField): SignificantChange[] {
  if (old.distribution === undefined || next.distribution === undefined) return []
  const [before, after] = [old.distribution.histogram, next.distribution.histogram]
  if (before.length !== after.length)
    return [{ field, type: 'distribution_bin_count', old_bins: before.length, new_bins: after.length, severity: 'medium' }]
  const [total, totalNow] = [before, after].map((bins) => bins.reduce((sum, count) => sum + count, 0)) as [number, number]
  if (total === 0 || totalNow === 0) return []
  const shift_magnitude = before.reduce((sum, count, at) => sum + Math.abs(after[at]! / totalNow - count / total), 0)
  if (!(shift_magnitude > 0.4)) return []
  return [{ field, type: 'distribution_shift', shift_magnitude, severity: grave(shift_magnitude > 0.6) }]
}

function judgeValues(field: string, old: ComparedField, next: ComparedField): SignificantChange[] {
  const found: SignificantChange[] = []
  const [old_unique, new_unique] = [numberIn(old.stats, 'unique_count'), numberIn(next.stats, 'unique_count')]
  if (old_unique !== undefined && new_unique !== undefined && old_unique > 0) {
    const ratio = new_unique / old_unique
    if (ratio > limits.cardinality)
      found.push({ field, type: 'categorical_cardinality', ratio, old_unique, new_unique, severity: grave(ratio > 1.5) })
  }
  const [values, valuesNow] = [valuesOf(old), valuesOf(next)]
  if (values === undefined || valuesNow === undefined) return found
  const [before, after] = [sharesOf(values), sharesOf(valuesNow)]
  const common = [...before].flatMap(([value, share]) => (after.has(value) ? [Math.abs(after.get(value)! - share)] : []))
  const avg_divergence = common.reduce((sum, change) => sum + change, 0) / Math.max(common.length, 1)
  if (avg_divergence > limits.share)
    found.push({ field, type: 'categorical_distribution', avg_divergence, severity: grave(avg_divergence > 0.2) })
  const [old_top, new_top] = [topThree(values), topThree(valuesNow)]
  if (old_top.filter((value) => !new_top.includes(value)).length >= 2)
    found.push({ field, type: 'categorical_dominant', old_top, new_top, severity: 'medium' })
  return found
}

function judgeWeekends(field: string, old: ComparedField, next: ComparedField): SignificantChange[] {
  const [old_ratio, new_ratio] = [old, next].map(({ components }) => {
    const days = components?.days.patterns.weekday_weekend
    return days === undefined ? undefined : days.weekend / Math.max(days.weekday, 1)
  })
  if (old_ratio === undefined || new_ratio === undefined) return []
  const change = Math.abs(new_ratio - old_ratio)
  return change > 0.3 ? [{ field, type: 'date_weekend', old_ratio, new_ratio, change, severity: grave(change > 0.5) }] : []
}

function topThree(values: Readonly<Record<string, number>>): string[] {
  return Object.entries(values)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([value]) => value)
}

function nullsOf(statistics: ComparedStatistics, field: string, { stats }: ComparedField): number | undefined {
  const [count, null_count] = [numberIn(stats, 'count'), numberIn(stats, 'null_count')]
  return nullRatio(count === undefined || null_count === undefined ? statistics.nulls?.[field] : { count, null_count })
}
