import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TimestampReader } from './timestamp.ts'
import { findTimeZone } from './time-zone.ts'

const iso = (text: string) => Date.parse(text)

function read(text: string, arrival: string, zone = 'UTC'): { time: string; rest: string } | undefined {
  const reader = new TimestampReader(findTimeZone(zone))
  if (!reader.read(text, 0, iso(arrival))) return undefined
  return { time: new Date(reader.time).toISOString(), rest: text.slice(reader.end) }
}

test('a December line that arrives in January is last year’s', () => {
  expect(read('Dec 31 23:59:58 host', '2026-01-01T00:00:03Z')?.time).toBe('2025-12-31T23:59:58.000Z')
})

test('a January line of a fast clock that arrives in December is next year’s', () => {
  expect(read('Jan  1 00:00:05 host', '2025-12-31T23:59:59Z')?.time).toBe('2026-01-01T00:00:05.000Z')
})

test('at New Year the year is that of the sender’s zone', () => {
  expect(read('Dec 31 23:30:00 host', '2026-01-01T04:30:01Z', 'America/New_York')?.time).toBe('2026-01-01T04:30:00.000Z')
  expect(read('Jan  1 00:30:00 host', '2025-12-31T15:30:01Z', 'Asia/Tokyo')?.time).toBe('2025-12-31T15:30:00.000Z')
})

test('an old file’s lines are in the past, tomorrow’s clock is in the future', () => {
  expect(read('Nov 30 12:00:00 host', '2025-11-21T08:00:00Z')?.time).toBe('2024-11-30T12:00:00.000Z')
  expect(read('Nov 22 12:00:00 host', '2025-11-21T08:00:00Z')?.time).toBe('2025-11-22T12:00:00.000Z')
})

test('29 February is found in the last leap year', () => {
  expect(read('Feb 29 12:00:00 host', '2025-11-21T08:00:00Z')?.time).toBe('2024-02-29T12:00:00.000Z')
})

test.each([
  ['Nov 21 08:00:00 host', '2025-11-21T08:00:00.000Z', ' host'],
  ['Nov  1 08:00:00.123456 host', '2025-11-01T08:00:00.123Z', ' host'],
  ['nov 01 08:00:00,5 host', '2025-11-01T08:00:00.500Z', ' host'],
  ['Nov 1 2023 08:00:00 host', '2023-11-01T08:00:00.000Z', ' host'],
  ['Nov  1 08:00:00 2023 host', '2023-11-01T08:00:00.000Z', ' host'],
  ['2023 Nov  1 08:00:00 host', '2023-11-01T08:00:00.000Z', ' host'],
  ['Mon Aug 31 09:30:48 2015', '2015-08-31T09:30:48.000Z', ''],
  ['Nov 21 08:00:00.483 UTC: %SYS', '2025-11-21T08:00:00.483Z', ': %SYS'],
  ['Nov 21 08:00:00 CET host', '2025-11-21T07:00:00.000Z', ' host'],
  ['Nov 21 08:00:00 +0530 host', '2025-11-21T02:30:00.000Z', ' host'],
  ['2025-11-21T08:00:00.123456789+01:00 host', '2025-11-21T07:00:00.123Z', ' host'],
  ['2025-11-21T08:00:00Z host', '2025-11-21T08:00:00.000Z', ' host'],
  ['2025-11-21 08:00:00,999 host', '2025-11-21T08:00:00.999Z', ' host'],
  ['2025-11-21T08:00:00-0700 host', '2025-11-21T15:00:00.000Z', ' host'],
  ['2016-12-31T23:59:60Z host', '2017-01-01T00:00:00.000Z', ' host'],
])('%s', (text, time, rest) => {
  expect(read(text, '2025-11-21T08:00:05Z')).toEqual({ time, rest })
})

test.each([
  '',
  'host',
  'Nov 32 08:00:00',
  'Nov 21 24:00:00',
  'Nov 21 08:60:00',
  'Nov21 08:00:00',
  '2025-02-30T08:00:00Z',
  '2025-11-21',
  '1',
])('no time: %j', (text) => {
  expect(read(text, '2025-11-21T08:00:05Z')).toBeUndefined()
})

test('a capitalised host is not a zone', () => {
  expect(read('Nov 21 08:00:00 CORE switch', '2025-11-21T08:00:05Z')?.rest).toBe(' CORE switch')
  expect(read('Nov 21 08:00:00 10.0.0.1 su', '2025-11-21T08:00:05Z')?.rest).toBe(' 10.0.0.1 su')
})

test('what was read before never changes what is read next', () => {
  const stamp = fc.constantFrom('Nov 21 08:00:00', 'Nov 21 08:00:01', 'Jan  1 00:00:00', '2025-11-21T08:00:00')
  const suffix = fc.constantFrom(
    ' host',
    '.5 host',
    ' CET host',
    ' +0100 host',
    ' 2024 host',
    ': x',
    '',
    ' Host',
    ' 10.0.0.1 x',
    ' 2001:db8::1 x',
  )
  const arrival = fc.constantFrom('2025-11-21T08:00:05Z', '2025-11-21T08:30:05Z', '2026-06-01T00:00:00Z', '2025-12-31T23:59:59Z')
  fc.assert(
    fc.property(fc.array(fc.tuple(stamp, suffix, arrival), { maxLength: 12 }), (lines) => {
      const reader = new TimestampReader(findTimeZone('Europe/Berlin'))
      for (const [start, end, at] of lines) {
        const text = start + end
        const found = reader.read(text, 0, iso(at))
          ? { time: new Date(reader.time).toISOString(), rest: text.slice(reader.end) }
          : undefined
        expect(found).toEqual(read(text, at, 'Europe/Berlin'))
      }
    }),
    { numRuns: 500 },
  )
})

test('every instant written as RFC 3339 is read back, with any offset', () => {
  const reader = new TimestampReader(findTimeZone('UTC'))
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true }),
      fc.integer({ min: -1439, max: 1439 }),
      (date, minutes) => {
        const shifted = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1)
        const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((n) => String(n).padStart(2, '0'))
        const text = `${shifted}${minutes < 0 ? '-' : '+'}${hours}:${rest}`
        expect(reader.readStrict(text, 0)).toBe(true)
        expect(reader.time).toBe(date.getTime())
        expect(reader.end).toBe(text.length)
      },
    ),
  )
})
