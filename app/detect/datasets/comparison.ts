import type { DatasetComparison, DatasetStatistics, DistributionChange, FieldChange, NumericSummary } from '../../model/dataset.ts'

/**
 * Statistics of a field by whichever name they come: ours of numbers are `numeric_stats`, and those of the suite that
 * these rules come from `stats`.
 */
export interface ComparedField {
  type?: string
  stats?: Readonly<Record<string, unknown>>
  numeric_stats?: Partial<NumericSummary>
  distribution?: { histogram: number[]; bin_edges: number[] }
  components?: { days: { patterns: { weekday_weekend: { weekday: number; weekend: number } } } }
}

export interface ComparedStatistics {
  fields: Readonly<Record<string, ComparedField>>
  correlations?: DatasetStatistics['correlations']
  nulls?: DatasetStatistics['nulls']
}

/** All limits are strict: what lies on one has not passed it. */
export const limits = { range: 0.1, cardinality: 1.3, share: 0.1, nulls: 0.1, correlation: 0.3 } as const

/** What is different between history and what came, field by field; how grave it is, `findSignificant` says. */
export function compareStatistics(historical: ComparedStatistics, fresh: ComparedStatistics): DatasetComparison {
  const comparison: DatasetComparison = {
    field_changes: {},
    new_fields: Object.keys(fresh.fields).filter((name) => !Object.hasOwn(historical.fields, name)),
    missing_fields: Object.keys(historical.fields).filter((name) => !Object.hasOwn(fresh.fields, name)),
    distribution_changes: {},
    correlation_changes: {},
  }
  for (const [name, old, next] of commonFields(historical, fresh)) {
    const change = compareField(old, next, comparison.distribution_changes, name)
    const [before, after] = [nullRatio(historical.nulls?.[name]), nullRatio(fresh.nulls?.[name])]
    if (before !== undefined && after !== undefined) change.null_ratio_changed = Math.abs(after - before) > limits.nulls
    comparison.field_changes[name] = change
  }
  compareCorrelations(historical.correlations ?? {}, fresh.correlations ?? {}, comparison.correlation_changes)
  return comparison
}

export function commonFields(historical: ComparedStatistics, fresh: ComparedStatistics): [string, ComparedField, ComparedField][] {
  return Object.entries(historical.fields).flatMap(([name, old]) => {
    const next = fresh.fields[name]
    return next === undefined ? [] : [[name, old, next] as [string, ComparedField, ComparedField]]
  })
}

/** Texts are of one kind, however many different ones there are: that is a matter of how many rows were looked at. */
export function kindOf({ type }: ComparedField): string | undefined {
  return type === 'text' ? 'categorical' : type
}

/** Dates move on by themselves: only numbers have a mean and a range to keep to. */
export function numbersOf(field: ComparedField): Partial<NumericSummary> | undefined {
  return field.type === 'numeric' ? (field.numeric_stats ?? (field.stats as Partial<NumericSummary> | undefined)) : undefined
}

export function valuesOf({ type, stats }: ComparedField): Record<string, number> | undefined {
  if (type !== 'categorical' || stats === undefined || stats['other_values'] !== undefined) return undefined
  return stats['value_distribution'] as Record<string, number> | undefined
}

export function numberIn(stats: Readonly<Record<string, unknown>> | undefined, name: string): number | undefined {
  const value = stats?.[name]
  return typeof value === 'number' ? value : undefined
}

export function nullRatio(counts: { count: number; null_count: number } | undefined): number | undefined {
  return counts === undefined || counts.count === 0 ? undefined : counts.null_count / counts.count
}

export function sharesOf(values: Readonly<Record<string, number>>): Map<string, number> {
  const total = Object.values(values).reduce((sum, count) => sum + count, 0)
  return new Map(Object.entries(values).map(([value, count]) => [value, count / total]))
}

function compareField(
  old: ComparedField,
  next: ComparedField,
  changes: DatasetComparison['distribution_changes'],
  name: string,
): FieldChange {
  const change: FieldChange = {
    type_changed: kindOf(old) !== kindOf(next),
    value_range_changed: false,
    cardinality_changed: false,
    null_ratio_changed: false,
    distribution_changed: false,
  }
  if (change.type_changed) return change
  const [before, after] = [numbersOf(old), numbersOf(next)]
  if (before !== undefined && after !== undefined) {
    change.value_range_changed = leavesRange(before, after)
    const detail = compareMeans(before, after)
    if (detail !== undefined) changes[name] = detail
    change.distribution_changed = detail !== undefined
  }
  if (old.distribution !== undefined && next.distribution !== undefined)
    change.distribution_changed ||= old.distribution.histogram.length !== next.distribution.histogram.length
  const [unique, uniqueNow] = [numberIn(old.stats, 'unique_count'), numberIn(next.stats, 'unique_count')]
  if (unique !== undefined && uniqueNow !== undefined && unique > 0) change.cardinality_changed = uniqueNow / unique > limits.cardinality
  const [values, valuesNow] = [valuesOf(old), valuesOf(next)]
  if (values !== undefined && valuesNow !== undefined) {
    const detail = compareValues(values, valuesNow)
    if (detail !== undefined) changes[name] = detail
    change.distribution_changed ||= detail !== undefined
  }
  return change
}

/** By more than a tenth of the range there was. */
function leavesRange(old: Partial<NumericSummary>, next: Partial<NumericSummary>): boolean {
  const { min = 0, max = 0 } = old
  const room = (max - min) * limits.range
  return (next.max ?? 0) > max + room || (next.min ?? 0) < min - room
}

function compareMeans(old: Partial<NumericSummary>, next: Partial<NumericSummary>): DistributionChange | undefined {
  const { mean = 0, std = 0 } = old
  const mean_change = (next.mean ?? 0) - mean
  if (!(Math.abs(mean_change) > std)) return undefined
  return {
    mean_change,
    std_change: (next.std ?? 0) - std,
    z_score: Math.abs(mean_change) / Math.max(std, 0.001),
    old_stats: outline(old),
    new_stats: outline(next),
  }
}

function outline({ mean = 0, std = 0, median = 0, q1 = 0, q3 = 0 }: Partial<NumericSummary>) {
  return { mean, std, median, q1, q3 }
}

function compareValues(old: Record<string, number>, next: Record<string, number>): DistributionChange | undefined {
  const [before, after] = [sharesOf(old), sharesOf(next)]
  const new_values = [...after.keys()].filter((value) => !before.has(value))
  const value_shifts = [...before].flatMap(([value, old_freq]) => {
    const new_freq = after.get(value)
    if (new_freq === undefined || !(Math.abs(new_freq - old_freq) > limits.share)) return []
    return [{ value, old_freq, new_freq, change: new_freq - old_freq }]
  })
  if (new_values.length === 0 && value_shifts.length === 0) return undefined
  return { ...(new_values.length > 0 && { new_values }), ...(value_shifts.length > 0 && { value_shifts }) }
}

function compareCorrelations(
  old: DatasetStatistics['correlations'],
  next: DatasetStatistics['correlations'],
  changes: DatasetComparison['correlation_changes'],
): void {
  for (const [left, others] of Object.entries(old)) {
    for (const [right, old_value] of Object.entries(others)) {
      // Which of a pair comes first says nothing.
      const new_value = next[left]?.[right] ?? next[right]?.[left]
      if (new_value === undefined) continue
      const change = Math.abs(new_value - old_value)
      if (!(change > limits.correlation)) continue
      const interpretation = Math.abs(new_value) > Math.abs(old_value) ? 'strengthened' : 'weakened'
      changes[`${left},${right}`] = { fields: [left, right], old_value, new_value, change, interpretation }
    }
  }
}
