import { expect, test } from 'vitest'
import { encodeBlock } from './index.ts'
import { sampleRecords } from './records-for-tests.ts'
import type { RecordPart, TimeRange } from './store.ts'
import { telemetryForEach } from './telemetry-for-tests.ts'

const always: TimeRange = { from: -Infinity, to: Infinity }
const telemetry = telemetryForEach()

/** Blocks of `size`, each with a heartbeat behind it, whose time is that of its last record. */
function store(count: number, size: number): void {
  const records = sampleRecords(1, count)
  for (let at = 0; at < count; at += size) {
    const part = records.slice(at, at + size)
    telemetry.writer.append([{ block: encodeBlock(part), tick: part.at(-1)!.time, observations: [] }])
  }
}

function walkAll(range: TimeRange, onPart: (part: RecordPart) => void = () => undefined): { seqs: number[]; ticks: number[] } {
  const seqs: number[] = []
  const ticks: number[] = []
  telemetry.reader.walk(range, (part) => {
    for (const { seq } of part.records) seqs.push(seq)
    if (part.tick !== undefined) ticks.push(part.tick)
    onPart(part)
    return true
  })
  return { seqs, ticks }
}

test('a walk gives every record and heartbeat once, in order, across segments', () => {
  const count = 6000
  store(count, 20)
  const fractions: number[] = []
  const { seqs, ticks } = walkAll(always, ({ fraction }) => fractions.push(fraction))
  expect(seqs).toEqual(Array.from({ length: count }, (_, at) => at + 1))
  expect(ticks).toEqual(
    sampleRecords(1, count)
      .filter(({ seq }) => seq % 20 === 0)
      .map(({ time }) => time),
  )
  expect(fractions.at(-1)).toBe(1)
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
})

test('blocks merged between two slices are neither lost nor given twice', () => {
  const count = 4000
  store(count, 10)
  let part = 0
  const { seqs } = walkAll(always, () => {
    part += 1
    if (part % 50 !== 0) return
    telemetry.writer.covered(count)
    while (telemetry.writer.maintain(Date.now()));
  })
  expect(seqs).toEqual(Array.from({ length: count }, (_, at) => at + 1))
})

test('blocks and heartbeats outside of the time are left out', () => {
  store(2000, 100)
  const records = sampleRecords(1, 2000)
  const range = { from: records[550]!.time, to: records[720]!.time }
  const blocks = Array.from({ length: 20 }, (_, at) => records.slice(at * 100, at * 100 + 100))
  const within = blocks.filter((block) => block.some(({ time }) => time >= range.from) && block.some(({ time }) => time < range.to))
  const { seqs, ticks } = walkAll(range)
  expect(seqs).toEqual(within.flat().map(({ seq }) => seq))
  expect(seqs.length).toBeLessThan(600)
  expect(ticks).toEqual(blocks.map((block) => block.at(-1)!.time).filter((time) => time >= range.from && time < range.to))
  expect(walkAll({ from: records.at(-1)!.time + 86_400_000, to: Infinity })).toEqual({ seqs: [], ticks: [] })
})

test('a visitor ends the walk', () => {
  store(2000, 100)
  let parts = 0
  telemetry.reader.walk(always, () => {
    parts += 1
    return parts < 3
  })
  expect(parts).toBe(3)
})
