import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { formatAge, formatAgo, formatBytes, formatCount, formatMany, formatName, formatShort, formatSpan, formatTime } from './format.ts'

describe('format', () => {
  it('writes times in UTC and locally', () => {
    const time = Date.UTC(2026, 2, 4, 5, 6, 7, 8)
    expect(formatTime(time, 'utc')).toBe('2026-03-04 05:06:07')
    expect(formatTime(time, 'utc', { milliseconds: true })).toBe('2026-03-04 05:06:07.008')
    expect(formatTime(time, 'utc', { date: false })).toBe('05:06:07')
    const local = new Date(time)
    expect(formatTime(time, 'local', { date: false }).slice(0, 2)).toBe(String(local.getHours()).padStart(2, '0'))
  })

  it('never throws at a time, however odd', () => {
    fc.assert(
      fc.property(fc.double(), fc.constantFrom('utc', 'local'), (time, zone) => {
        expect(formatTime(time, zone)).toMatch(/^(—|[-+]?\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d)$/)
      }),
    )
  })

  it('writes ages and spans in one unit', () => {
    expect([0, 42_999, 60_000, 3_599_999, 3_600_000, 172_800_000].map((past) => formatAge(0, past))).toEqual([
      'now',
      '42 s',
      '1 min',
      '59 min',
      '1 h',
      '2 d',
    ])
    expect(formatAge(300_000, 0)).toBe('in 5 min')
    expect([formatAgo(0, 0), formatAgo(0, 60_000), formatAgo(60_000, 0)]).toEqual(['just now', '1 min ago', 'in 1 min'])
    expect([0, 0.4, 12.4, 999].map(formatSpan)).toEqual(['0 s', '0 s', '12 ms', '999 ms'])
  })

  it('writes counts, short counts and bytes', () => {
    expect([0, 999, 1000, 12345678].map(formatCount)).toEqual(['0', '999', '1 000', '12 345 678'])
    expect([0, 0.5, 987, 1234, 12345, 999_999, 4_560_000].map(formatShort)).toEqual([
      '0',
      '0.5',
      '987',
      '1.23 k',
      '12.3 k',
      '1.00 M',
      '4.56 M',
    ])
    expect([0, 1023, 1024, 1.5 * 1024 ** 3].map(formatBytes)).toEqual(['0 B', '1023 B', '1.0 KiB', '1.5 GiB'])
  })

  it('counts one in the singular', () => {
    expect([0, 1, 2000].map((count) => formatMany(count, 'record'))).toEqual(['0 records', '1 record', '2 000 records'])
  })

  it('writes names as words', () => {
    expect(formatName('port_scan')).toBe('Port scan')
  })
})
