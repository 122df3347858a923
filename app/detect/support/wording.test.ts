import { describe, expect, it } from 'vitest'
import { countOf, formatDuration, formatNumber, listNames } from './wording.ts'

describe('wording', () => {
  it.each([
    [0, '0 ms'],
    [850, '850 ms'],
    [58_000, '58 s'],
    [60_000, '1 min'],
    [250_400, '4 min 10 s'],
    [11_100_000, '3 h 5 min'],
    [-9 * 3_600_000, '9 h'],
    [187_200_000, '2 d 4 h'],
    [1_772_438_400_000, '56 years'],
  ])('writes %i ms as %s', (duration, text) => {
    expect(formatDuration(duration)).toBe(text)
  })

  it('writes numbers with the digits that matter', () => {
    expect([0.04217, 9.51, 31, 100, 12_345_678].map(formatNumber)).toEqual(['0.0422', '9.51', '31', '100', '12 345 678'])
    expect([countOf(1, 'login'), countOf(2, 'login'), countOf(2, 'try', 'tries')]).toEqual(['1 login', '2 logins', '2 tries'])
  })

  it('names two and counts the rest, and cuts what telemetry makes too long', () => {
    expect(listNames(['alice'])).toBe('alice')
    expect(listNames(['alice', 'bob'])).toBe('alice and bob')
    expect(listNames(['alice', 'bob', 'carol', 'dave'])).toBe('alice, bob and 2 more')
    expect(listNames(['alice', 'bob'], 40)).toBe('alice, bob and 38 more')
    expect(listNames(['x'.repeat(500)])).toHaveLength(64)
  })
})
