import { expect, test } from 'vitest'
import { findTimeZone } from './time-zone.ts'

const wall = (text: string) => Date.parse(`${text}Z`)
const read = (zone: string, text: string, near = text) => new Date(findTimeZone(zone).toInstant(wall(text), wall(near))).toISOString()

test('a wall clock is read with the offset its zone has that day', () => {
  expect(read('Europe/Berlin', '2025-01-15T12:00:00')).toBe('2025-01-15T11:00:00.000Z')
  expect(read('Europe/Berlin', '2025-07-15T12:00:00')).toBe('2025-07-15T10:00:00.000Z')
  expect(read('Asia/Kathmandu', '2025-07-15T12:00:00')).toBe('2025-07-15T06:15:00.000Z')
  expect(read('America/St_Johns', '2025-12-31T23:59:59')).toBe('2026-01-01T03:29:59.000Z')
})

test('around a change each side has its own offset, to the second', () => {
  expect(read('Europe/Berlin', '2025-03-30T01:59:59')).toBe('2025-03-30T00:59:59.000Z')
  expect(read('Europe/Berlin', '2025-03-30T03:00:00')).toBe('2025-03-30T01:00:00.000Z')
  expect(read('Europe/Berlin', '2025-10-26T01:59:59')).toBe('2025-10-25T23:59:59.000Z')
  expect(read('Europe/Berlin', '2025-10-26T03:00:00')).toBe('2025-10-26T02:00:00.000Z')
})

test('an hour that happens twice is the one nearer to the arrival', () => {
  expect(read('Europe/Berlin', '2025-10-26T02:30:00', '2025-10-26T00:30:01')).toBe('2025-10-26T00:30:00.000Z')
  expect(read('Europe/Berlin', '2025-10-26T02:30:00', '2025-10-26T01:30:01')).toBe('2025-10-26T01:30:00.000Z')
})

test('an hour that never happens is read with the offset from before', () => {
  expect(read('Europe/Berlin', '2025-03-30T02:30:00')).toBe('2025-03-30T01:30:00.000Z')
})

test('`local` is the host’s zone and an unknown name is UTC', () => {
  const noon = new Date(2025, 5, 15, 12)
  expect(findTimeZone('local').toInstant(Date.UTC(2025, 5, 15, 12), 0)).toBe(noon.getTime())
  expect(read('Middle/Earth', '2025-07-15T12:00:00')).toBe('2025-07-15T12:00:00.000Z')
})
