import { expect, test } from 'vitest'
import type { TelemetryRecord } from '../model/record.ts'
import { PreviewBeat } from './preview-beat.ts'

function arriving(arrival: number, source = 'syslog-udp'): TelemetryRecord {
  return { seq: 1, time: 0, arrival, source, raw: new Uint8Array(), fields: {} }
}

function beatsOf(steps: readonly (TelemetryRecord | { tick: number })[]): number[] {
  const beat = new PreviewBeat()
  const ticks: number[] = []
  for (const step of steps) {
    if ('tick' in step) beat.note(step.tick)
    else beat.before(step, (time) => ticks.push(time))
  }
  return ticks
}

test('the engine beat every ten seconds while records came', () => {
  expect(beatsOf([arriving(5000), arriving(9000), arriving(16_000), arriving(40_000)])).toEqual([5000, 15_000, 25_000, 35_000])
})

test('after a long pause nobody knows whether it was running', () => {
  expect(beatsOf([arriving(0), arriving(1_000_000)])).toEqual([0, 1_000_000])
})

test('heartbeats that are stored are not made up again', () => {
  expect(beatsOf([arriving(0), { tick: 10_000 }, { tick: 20_000 }, arriving(25_000), arriving(31_000)])).toEqual([0, 30_000])
})

test('a file that is imported says nothing of when the engine was running', () => {
  expect(beatsOf([arriving(0, 'import'), arriving(60_000, 'import')])).toEqual([])
})
