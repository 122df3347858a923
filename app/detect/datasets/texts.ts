import type { TextField } from '../../model/dataset.ts'

/** Values that are kept with their counts. */
export const mostValues = 200
/** Beyond so many different values, most of them different, it is no set of words but names, keys or prose. */
const manyValues = 50
const mostlyDifferent = 0.5
const longestValue = 200

/** Of texts and booleans. */
export function describeTexts(values: readonly unknown[]): TextField {
  const counts = new Map<string, number>()
  let length = 0
  for (const value of values) {
    const text = String(value)
    length += text.length
    const kept = text.slice(0, longestValue)
    counts.set(kept, (counts.get(kept) ?? 0) + 1)
  }
  const stats = { unique_count: counts.size, uniqueness_ratio: counts.size / values.length, avg_length: length / values.length }
  if (counts.size > manyValues && stats.uniqueness_ratio > mostlyDifferent)
    return { type: 'text', stats: { ...stats, value_distribution: {}, other_values: counts.size } }
  const sorted = [...counts].sort((a, b) => b[1] - a[1])
  const value_distribution = Object.fromEntries(sorted.slice(0, mostValues))
  const other = sorted.length - mostValues
  return { type: 'categorical', stats: { ...stats, value_distribution, ...(other > 0 ? { other_values: other } : {}) } }
}
