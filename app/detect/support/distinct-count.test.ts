import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countDistinct, isExact, makeDistinctCount } from './distinct-count.ts'

test('up to 32 values are counted exactly, and kept', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...Array.from({ length: 32 }, (_, n) => `/p/${n}`)), { maxLength: 100 }), (values) => {
      const count = makeDistinctCount(values)
      expect(count.total).toBe(new Set(values).size)
      expect(new Set(count.names)).toEqual(new Set(values))
      expect(isExact(count)).toBe(true)
    }),
  )
})

test.each([50, 500, 5000, 20_000])('%i values are counted to 3 %%, in bounded memory', (truth) => {
  const count = makeDistinctCount()
  for (let round = 0; round < 2; round += 1) for (let n = 0; n < truth; n += 1) countDistinct(count, `/admin/page-${n}.php`)
  expect(isExact(count)).toBe(false)
  expect(Math.abs(count.total - truth)).toBeLessThanOrEqual(truth * 0.03)
  expect(JSON.stringify(count).length).toBeLessThan(5000)
})

test('more values than it can tell apart are as many as it can tell', () => {
  const count = makeDistinctCount()
  for (let n = 0; n < 300_000; n += 1) countDistinct(count, `/${n}`)
  expect(count.total).toBeGreaterThan(50_000)
  expect(Number.isSafeInteger(count.total)).toBe(true)
})
