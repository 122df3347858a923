import { expect, test } from 'vitest'
import type { DatasetComparison, DatasetStatistics, SignificantChange } from '../../model/dataset.ts'
import { describeCases, expectAlike, readCases } from '../testing/dataset-cases.ts'
import { findChanges } from './changes.ts'
import { compareStatistics, type ComparedStatistics } from './comparison.ts'
import { findSignificant } from './significance.ts'
import { describeRows } from './statistics.ts'

interface Case {
  input: { historical: ComparedStatistics; new: ComparedStatistics }
  expected: { comparison: DatasetComparison; significant: SignificantChange[] }
  note?: string
}
const cases = readCases<Case>('change-rules')

describeCases('change rules', cases, () => {
  test.each(cases.filter(([, { note }]) => note === undefined))('%s', (_, { input, expected }) => {
    const comparison = compareStatistics(input.historical, input.new)
    expectAlike({ comparison, significant: findSignificant(input.historical, input.new, comparison) }, expected)
  })

  // Defect of the system that these were observed of: it read `stats`, and its own statistics are named `numeric_stats`, so
  // that numbers that had all moved were no change at all.
  test.each(cases.filter(([, { note }]) => note?.startsWith('defect')))('%s, the right way round', (_, { input }) => {
    const comparison = compareStatistics(input.historical, input.new)
    expect(comparison.field_changes['v']).toMatchObject({ value_range_changed: true, distribution_changed: true })
    const found = findSignificant(input.historical, input.new, comparison)
    expect(found.map(({ type, severity }) => [type, severity])).toEqual([
      ['numeric_mean', 'high'],
      ['numeric_outlier', 'high'],
    ])
  })
})

const rows = (count: number, make: (at: number) => object) => Array.from({ length: count }, (_, at) => make(at))
const history = describeRows(rows(400, (at) => ({ amount: at % 50, country: ['FR', 'DE', 'IT'][at % 3], note: 'x' }))) as DatasetStatistics
const changesOf = (fresh: object[]) => findChanges(history, describeRows(fresh, { like: history }) as DatasetStatistics, 100)

test('the same rows again are no change', () => {
  expect(changesOf(rows(300, (at) => ({ amount: (at * 7) % 50, country: ['FR', 'DE', 'IT'][at % 3], note: 'x' })))).toMatchObject({
    compared: true,
    significant: [],
  })
})

test('numbers that have moved as a whole are seen, and where to', () => {
  const { significant } = changesOf(rows(60, (at) => ({ amount: 1000 + at, country: 'FR', note: 'x' })))
  expect(significant.map(({ type }) => type)).toEqual(expect.arrayContaining(['numeric_mean', 'numeric_outlier']))
})

test('nulls that were none are seen', () => {
  const { significant, comparison } = changesOf(
    rows(300, (at) => ({ amount: at % 50, country: ['FR', 'DE', 'IT'][at % 3], note: at % 2 ? 'x' : null })),
  )
  expect(significant).toEqual([expect.objectContaining({ field: 'note', type: 'null_ratio', severity: 'high' })])
  expect(comparison.field_changes['note']?.null_ratio_changed).toBe(true)
})

test('a few rows have no figures to compare, but their fields', () => {
  const changes = changesOf([{ amount: 3, country: 'FR', ssn: '1' }])
  expect(changes).toMatchObject({ compared: false, comparison: { new_fields: ['ssn'], missing_fields: ['note'] }, significant: [] })
})

test('without history enough nothing is compared', () => {
  expect(findChanges(null, history, 100)).toMatchObject({ compared: false, reason: '0 of 100 rows that a comparison needs are known' })
})
