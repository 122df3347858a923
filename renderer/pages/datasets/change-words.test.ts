import { expect, test } from 'vitest'
import type { DatasetRun, SignificantChange } from '../../../app/model/dataset.ts'
import { readKey, writeKey } from './dataset-address.ts'
import { datasetCurl } from './dataset-curl.ts'
import { changedFields, describeChange, nullShare, valueShares } from './change-words.ts'

const mean: SignificantChange = {
  field: 'amount',
  type: 'numeric_mean',
  severity: 'high',
  z_score: 54.71,
  old_value: 50.24,
  new_value: 1003.1,
}

test('a change says what was and what is', () => {
  expect(describeChange(mean)).toBe('Mean 50.2 → 1 003, 54.7 deviations away')
  expect(describeChange({ field: 'email', type: 'null_ratio', severity: 'high', old_ratio: 0, new_ratio: 0.6458, change: 0.6458 })).toBe(
    'Without a value 0 % → 64.6 %',
  )
  expect(
    describeChange({ field: 'country', type: 'categorical_dominant', severity: 'medium', old_top: ['DE', 'FR'], new_top: ['KP'] }),
  ).toBe('Most frequent: DE, FR → KP')
})

test('a number that is not there is said to be unknown, never NaN', () => {
  expect(describeChange({ field: 'amount', type: 'numeric_variance', severity: 'medium' } as SignificantChange)).toBe('Deviation ? → ?')
})

test('changes stand together by field, the gravest first', () => {
  const correlation = { old_value: 0.9, new_value: 0.1, change: 0.8, direction: 'weakened' } as const
  const significant: SignificantChange[] = [
    { field: 'country', type: 'categorical_dominant', severity: 'medium', old_top: ['DE', 'FR'], new_top: ['KP'] },
    mean,
    { field: 'amount', type: 'numeric_range', severity: 'medium', ratio: 1.6, old_range: [0, 1], new_range: [0, 1.6] },
    { field_pair: ['a', 'b'], type: 'correlation', severity: 'medium', ...correlation },
  ]
  const run = {
    before: null,
    result: { changes: { significant }, statistical_details: { statistics: { fields: {} } } },
  } as unknown as DatasetRun
  expect(changedFields(run).map(({ title, changes }) => [title, changes.length])).toEqual([
    ['amount', 2],
    ['country', 1],
    ['a and b', 1],
  ])
})

test('values that moved most come first, and new ones are marked', () => {
  const shares = valueShares({ DE: 50, FR: 50 }, { FR: 20, KP: 80 })
  expect(shares[0]).toEqual({ value: 'KP', before: 0, after: 0.8, isNew: true })
  expect(shares.map(({ value }) => value)).toEqual(['KP', 'DE', 'FR'])
})

test('nothing counted is no share', () => {
  expect(nullShare(undefined)).toBe(0)
  expect(nullShare({ count: 4, null_count: 1 })).toBe(0.25)
})

test('names and roles of any characters keep their place in the address', () => {
  const key = { name: 'a/b "c"', role: 'x,y' }
  expect(readKey(writeKey(key))).toEqual(key)
  for (const wrong of [undefined, '', 'orders', '["a"]', '["a",1]', '["",""]']) expect(readKey(wrong)).toBeUndefined()
})

test('the command is one line for a shell', () => {
  const line = datasetCurl('http://127.0.0.1:8080/', 'secret')
  expect(line).toContain("'http://127.0.0.1:8080/anomalies'")
  expect(line).toContain("'Authorization: Bearer secret'")
  expect(line).not.toContain('\n')
})
