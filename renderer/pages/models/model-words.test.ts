import { expect, test } from 'vitest'
import { daysOf, formatMeasure, formatRange } from './model-words.ts'

test.each([
  [0.5, 'share', '50 %'],
  [13.5, 'hour', '13:30'],
  [2048, 'bytes', '2.0 KiB'],
  [28.66, 'seconds', '28.7 s'],
  [-3.3219, 'ratio', '−3.32'],
  [12345, 'count', '12 345'],
] as const)('%d %s reads %s', (value, unit, text) => {
  expect(formatMeasure(value, unit)).toBe(text)
})

test('a range of one value is that value', () => {
  expect(formatRange(4, 4, 'count')).toBe('4')
  expect(formatRange(0, 0.25, 'share')).toBe('0 % to 25 %')
})

test('days are those with rows, not those that were asked for', () => {
  const day = 86_400_000
  expect(daysOf({ from: 0, to: 14 * day, rows_seen: 500, rows_per_day: 100 })).toBe('5')
  expect(daysOf({ from: 0, to: 2 * day, rows_seen: 0, rows_per_day: 0 })).toBe('2')
})
