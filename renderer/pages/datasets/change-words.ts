import type { DatasetRun, FieldStatistics, IdentifierKind, SignificantChange } from '../../../app/model/dataset.ts'
import { formatPlain } from '../../format-plain.ts'

/** Why a field is no measure. */
export const identifierWords: Readonly<Record<IdentifierKind, string>> = {
  uuid: 'UUID',
  key: 'key',
  rising: 'only ever grows',
  time: 'a time as a number',
  reference: 'names a row elsewhere',
}

/** What one change says, old against new. */
export function describeChange(change: SignificantChange): string {
  const details: Readonly<Record<string, unknown>> = change
  const number = (name: string) => {
    const value = details[name]
    return typeof value === 'number' ? formatPlain(value) : '?'
  }
  const share = (name: string) => {
    const value = details[name]
    return typeof value === 'number' ? `${formatPlain(value * 100)} %` : '?'
  }
  const range = (name: string) =>
    listOf(details[name])
      .map((end) => formatPlain(Number(end)))
      .join(' to ')
  switch (change.type) {
    case 'numeric_mean':
      return `Mean ${number('old_value')} → ${number('new_value')}, ${number('z_score')} deviations away`
    case 'numeric_variance':
      return `Deviation ${number('old_std')} → ${number('new_std')}`
    case 'numeric_range':
      return `Range ${range('old_range')} → ${range('new_range')}`
    case 'numeric_outlier':
      return `Leaves its range ${range('historical_range')}: now ${range('new_range')}`
    case 'distribution_shift':
      return `The distribution has moved, by ${number('shift_magnitude')} of at most 2`
    case 'distribution_bin_count':
      return `Distribution in ${number('old_bins')} → ${number('new_bins')} bins`
    case 'categorical_cardinality':
      return `${number('old_unique')} → ${number('new_unique')} different values`
    case 'categorical_distribution':
      return `Shares of the values have moved by ${share('avg_divergence')} each`
    case 'categorical_dominant':
      return `Most frequent: ${listOf(details['old_top']).join(', ')} → ${listOf(details['new_top']).join(', ')}`
    case 'date_weekend':
      return `Weekend against weekdays ${number('old_ratio')} → ${number('new_ratio')}`
    case 'null_ratio':
      return `Without a value ${share('old_ratio')} → ${share('new_ratio')}`
    case 'correlation':
      return `Correlation ${number('old_value')} → ${number('new_value')}`
  }
}

export interface ChangedField {
  /** A field, or two that no longer go together. */
  title: string
  changes: SignificantChange[]
  before: FieldStatistics | undefined
  after: FieldStatistics | undefined
}

/** Significant changes by field, the gravest first. */
export function changedFields({ result, before }: DatasetRun): ChangedField[] {
  const fields = new Map<string, SignificantChange[]>()
  for (const change of result.changes.significant) {
    const title = change.type === 'correlation' ? change.field_pair.join(' and ') : change.field
    fields.set(title, [...(fields.get(title) ?? []), change])
  }
  const graveness = (changes: readonly SignificantChange[]) => changes.filter(({ severity }) => severity === 'high').length
  return [...fields]
    .map(([title, changes]) => ({
      title,
      changes,
      before: before?.fields[title],
      after: result.statistical_details.statistics.fields[title],
    }))
    .sort((one, two) => graveness(two.changes) - graveness(one.changes))
}

/** Share of rows without a value. */
export function nullShare(counts: { count: number; null_count: number } | undefined): number {
  return counts === undefined || counts.count === 0 ? 0 : counts.null_count / counts.count
}

const mostValues = 8

/** The most frequent values of either side as shares, those that grew or shrank most first. */
export function valueShares(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): { value: string; before: number; after: number; isNew: boolean }[] {
  const [old, now] = [sharesOf(before), sharesOf(after)]
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((value) => ({ value, before: old(value), after: now(value), isNew: before[value] === undefined }))
    .sort((one, two) => Math.abs(two.after - two.before) - Math.abs(one.after - one.before) || two.before - one.before)
    .slice(0, mostValues)
}

function sharesOf(counts: Readonly<Record<string, number>>): (value: string) => number {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return (value) => (total === 0 ? 0 : (counts[value] ?? 0) / total)
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
