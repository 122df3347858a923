import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DatasetStatistics } from '../../model/dataset.ts'
import { describeCases, expectAlike, readCases } from '../testing/dataset-cases.ts'
import { describeRows } from './statistics.ts'

const cases = readCases<{ input: unknown[]; expected: Partial<DatasetStatistics> }>('field-statistics')

describeCases('field statistics', cases, () => {
  test.each(cases)('%s', (_, { input, expected }) => {
    // Ours also counts nulls: of every field, even one that holds nothing else.
    const { nulls: _nulls, ...given } = describeRows(input) as DatasetStatistics
    expectAlike(given, expected)
  })
})

test('a field that holds nothing but null is counted, and has no figures', () => {
  const { fields, nulls } = describeRows([{ note: null }, { note: null }]) as DatasetStatistics
  expect(fields).toEqual({})
  expect(nulls).toEqual({ note: { count: 2, null_count: 2 } })
})

test('bins of other statistics are taken, and what lies outside them is in the outermost', () => {
  const history = describeRows(Array.from({ length: 20 }, (_, v) => ({ v }))) as DatasetStatistics
  const fresh = describeRows([{ v: -5 }, { v: 1000 }], { like: history }) as DatasetStatistics
  const field = fresh.fields['v']
  expect(field).toMatchObject({ distribution: { histogram: [1, 0, 0, 0, 0, 1] } })
})

test('texts of which nearly each is another one are told by their form alone', () => {
  const rows = Array.from({ length: 100 }, (_, at) => ({ name: `person ${at}` }))
  expect((describeRows(rows) as DatasetStatistics).fields['name']).toMatchObject({
    type: 'text',
    stats: { value_distribution: {}, other_values: 100 },
  })
})

test('one column of words can tell another', () => {
  const rows = Array.from({ length: 40 }, (_, at) => ({
    country: at % 2 ? 'FR' : 'DE',
    currency: at % 2 ? 'F' : 'M',
    side: at % 3 ? 'l' : 'r',
  }))
  const { enum_correlations } = describeRows(rows) as DatasetStatistics
  expect(enum_correlations['country']?.['currency']).toBe(1)
  expect(enum_correlations['country']?.['side']).toBeLessThan(0.2)
})

test('any rows are described without NaN and without more bins than twice the root of their number', () => {
  const value = fc.oneof(
    fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e12, max: 1e12 }),
    fc.string(),
    fc.constant(null),
    fc.boolean(),
    fc.constant('2024-02-30'),
  )
  fc.assert(
    fc.property(fc.array(fc.record({ a: value, b: value }, { requiredKeys: [] }), { minLength: 1, maxLength: 50 }), (rows) => {
      const described = describeRows(rows) as DatasetStatistics
      expect(JSON.stringify(described)).not.toMatch(/:null|\[null/)
      for (const field of Object.values(described.fields))
        if (field.type === 'numeric') expect(field.distribution.histogram.length).toBeLessThanOrEqual(2 * Math.sqrt(rows.length) + 7)
    }),
  )
})
