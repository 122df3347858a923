import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatTime } from '../format.ts'
import { boundsOf, describeRange, niceInterval, parseTime, rangeFromText, rangeToText, type TimeRange } from './time-range.ts'

const noon = Date.UTC(2026, 2, 4, 12)

describe('a time range', () => {
  it('moves along with now, and is left open at its end', () => {
    expect(boundsOf({ kind: 'last', milliseconds: 3_600_000 }, noon)).toEqual({ from: noon - 3_600_000 })
    expect(boundsOf({ kind: 'all' }, noon)).toEqual({})
  })
  it('says itself in words', () => {
    expect(describeRange({ kind: 'last', milliseconds: 86_400_000 }, 'utc')).toBe('Last 24 hours')
    expect(describeRange({ kind: 'between', from: noon, to: noon + 60_000 }, 'utc')).toBe('2026-03-04 12:00:00 – 12:01:00')
  })
  it('comes back from an address as it went in', () => {
    const ranges: TimeRange[] = [{ kind: 'all' }, { kind: 'last', milliseconds: 900_000 }, { kind: 'between', from: noon, to: noon + 5 }]
    for (const range of ranges) expect(rangeFromText(rangeToText(range))).toEqual(range)
  })
  it('refuses nonsense in an address', () => {
    for (const text of [undefined, '', '0m', '9-3', 'yesterday', '1e9m']) expect(rangeFromText(text)).toBeUndefined()
  })
})

describe('a written time', () => {
  it('is read in the zone it is shown in', () => {
    const times = fc.integer({ min: Date.UTC(1971, 0), max: Date.UTC(2099, 0) }).map((time) => Math.floor(time / 1_000) * 1_000)
    fc.assert(fc.property(times, (time) => parseTime(formatTime(time, 'utc'), 'utc') === time))
  })
  it('may leave out the seconds or the clock', () => {
    expect(parseTime('2026-03-04 12:00', 'utc')).toBe(noon)
    expect(parseTime('2026-03-04', 'utc')).toBe(noon - 12 * 3_600_000)
  })
  it('is refused when there is no such time', () => {
    for (const text of ['2026-02-31', '2026-13-01', '2026-03-04 25:00', '4 March', '']) expect(parseTime(text, 'utc')).toBeUndefined()
  })
})

describe('a bucket width', () => {
  it('never makes more bars than asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4e12 }), (span) => span / niceInterval(span, 80) <= 80 && niceInterval(span, 80) >= 1_000),
    )
  })
})
