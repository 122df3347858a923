import { describe, expect, test } from 'vitest'
import { dayOf, WallClock } from './wall-clock.ts'

describe('the hour on the wall', () => {
  test.each([
    ['UTC', '2026-11-02T23:30:00Z', 23, 1, '2026-11-02'],
    ['Europe/Berlin', '2026-11-02T23:30:00Z', 0, 2, '2026-11-03'],
    // An hour before and after summer time ends.
    ['Europe/Berlin', '2026-10-25T00:30:00Z', 2, 0, '2026-10-25'],
    ['Europe/Berlin', '2026-10-25T01:30:00Z', 2, 0, '2026-10-25'],
    ['Asia/Kathmandu', '2026-11-02T18:14:59Z', 23, 1, '2026-11-02'],
    ['Asia/Kathmandu', '2026-11-02T18:15:00Z', 0, 2, '2026-11-03'],
    ['America/New_York', '1969-12-31T23:00:00Z', 18, 3, '1969-12-31'],
  ])('%s at %s', (zone, time, hour, weekday, date) => {
    expect(WallClock.of(zone).read(Date.parse(time))).toEqual({ hour, weekday, day: dayOf(date) })
  })

  test('is a time of some day for all that a Date can hold', () => {
    for (const ts of [-8.64e15, -1, 0, 8.64e15]) {
      const { hour, weekday, day } = WallClock.of('Europe/Berlin').read(ts)
      expect([hour, weekday, day].every(Number.isInteger)).toBe(true)
      expect(hour >= 0 && hour < 24 && weekday >= 0 && weekday < 7).toBe(true)
    }
  })
})
