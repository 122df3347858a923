import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeBlock, openTelemetryReader, openTelemetryWriter } from './index.ts'
import { sampleRecords } from './records-for-tests.ts'
import type { TelemetryLimits } from './store.ts'

const limits: TelemetryLimits = { retention_days: 30, budget_bytes: 1e9, segment_hours: 24, segment_bytes: 1e9 }
const day = 86_400_000
let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vedette-segments-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function openWriter(changed: Partial<TelemetryLimits> = {}) {
  const opened = openTelemetryWriter(directory, { ...limits, ...changed })
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  return opened
}

function batch(first: number, count: number, tick?: number) {
  return { block: encodeBlock(sampleRecords(first, count)), observations: [], ...(tick === undefined ? {} : { tick }) }
}

function replayed(after = 0) {
  const reader = openTelemetryReader(directory)
  const seqs: number[] = []
  const ticks: { tick: number; after: number }[] = []
  reader.replay(after, ({ records, tick }) => {
    for (const { seq } of records) seqs.push(seq)
    if (tick !== undefined) ticks.push({ tick, after: seqs.at(-1) ?? after })
  })
  reader.close()
  return { seqs, ticks }
}

test('what was appended is there in order after the writer is opened again, and the sequence goes on', () => {
  const { writer } = openWriter()
  writer.append([batch(1, 10), batch(11, 4096)])
  writer.append([batch(4107, 1)])
  expect(writer.lastSeq()).toBe(4107)
  writer.close()
  const again = openWriter()
  expect(again.problems).toEqual([])
  expect(again.writer.lastSeq()).toBe(4107)
  expect(again.writer.segments()).toMatchObject([{ first_seq: 1, last_seq: 4107, records: 4107, open: true }])
  expect(replayed().seqs).toEqual(Array.from({ length: 4107 }, (_, i) => i + 1))
  const reader = openTelemetryReader(directory)
  expect(reader.get([1, 4107])).toEqual([...sampleRecords(1, 1), ...sampleRecords(4107, 1)])
  reader.close()
  again.writer.close()
})

test('heartbeats come back where they were given, from those after the record of the seq asked for', () => {
  const { writer } = openWriter()
  writer.append([batch(1, 5, 100), { block: undefined, tick: 200, observations: [] }])
  writer.append([{ block: undefined, tick: 300, observations: [] }, batch(6, 5), { block: undefined, tick: 400, observations: [] }])
  writer.close()
  expect(replayed().ticks).toEqual([
    { tick: 100, after: 5 },
    { tick: 200, after: 5 },
    { tick: 300, after: 5 },
    { tick: 400, after: 10 },
  ])
  expect(replayed(5)).toEqual({
    seqs: [6, 7, 8, 9, 10],
    ticks: [
      { tick: 100, after: 5 },
      { tick: 200, after: 5 },
      { tick: 300, after: 5 },
      { tick: 400, after: 10 },
    ],
  })
  expect(replayed(10)).toEqual({ seqs: [], ticks: [{ tick: 400, after: 10 }] })
  expect(replayed(7).seqs).toEqual([8, 9, 10])
})

test('small blocks are merged without losing a record, its seq, or a heartbeat that is not covered', () => {
  const { writer } = openWriter()
  for (let i = 0; i < 200; i += 1) writer.append([batch(1 + i * 3, 3, i % 50 === 49 ? i : undefined)])
  const before = replayed()
  while (writer.maintain(Date.now()));
  expect(replayed()).toEqual(before)
  const database = new Database(
    join(
      directory,
      readdirSync(directory).find((file) => file.endsWith('.sqlite'))!,
    ),
    { readonly: true },
  )
  const rows = () => database.prepare('SELECT count(*) FROM block').pluck().get() as number
  const uncovered = rows()
  expect(uncovered).toBeLessThan(20)
  writer.covered(600)
  while (writer.maintain(Date.now()));
  expect(rows()).toBeLessThan(uncovered)
  expect(replayed()).toEqual({ seqs: before.seqs, ticks: expect.any(Array) })
  const reader = openTelemetryReader(directory)
  expect(reader.search({ conditions: [] }, { limit: 1000 }).records).toEqual(sampleRecords(1, 600).reverse())
  reader.close()
  database.close()
  writer.close()
})

test('a segment closes by age and by size, and the next records open another', () => {
  const { writer } = openWriter({ segment_bytes: 50_000 })
  writer.append([batch(1, 4096)])
  writer.maintain(Date.now())
  writer.append([batch(4097, 10)])
  expect(writer.segments().map(({ open, records }) => ({ open, records }))).toEqual([
    { open: false, records: 4096 },
    { open: true, records: 10 },
  ])
  writer.maintain(Date.now() + day + 1)
  expect(writer.segments().every(({ open }) => !open)).toBe(true)
  writer.covered(4106)
  while (writer.maintain(Date.now()));
  expect(writer.segments()).toHaveLength(2)
  writer.close()
  expect(replayed().seqs).toHaveLength(4106)
})

test('segments expire by age and by bytes, oldest first, never the open one, and are gone when dropped', () => {
  const { writer } = openWriter({ segment_bytes: 1 })
  const now = Date.now()
  for (let i = 0; i < 3; i += 1) {
    writer.append([batch(1 + i * 100, 100)])
    if (i < 2) writer.maintain(now + i * day)
  }
  expect(writer.expired(now)).toEqual([])
  expect(writer.expired(now + 30.5 * day).map(({ first_seq }) => first_seq)).toEqual([1])
  writer.configure({ ...limits, budget_bytes: 1 })
  const expired = writer.expired(now)
  expect(expired.map(({ first_seq }) => first_seq)).toEqual([1, 101])
  for (const { file } of expired) writer.drop(file)
  expect(writer.segments().map(({ first_seq }) => first_seq)).toEqual([201])
  expect(readdirSync(directory).filter((file) => file.includes(expired[0]!.file))).toEqual([])
  writer.drop(writer.segments()[0]!.file)
  expect(writer.segments()).toHaveLength(1)
  writer.close()
})

test('a clock of this machine that was ahead for a while keeps nothing from closing and expiring', () => {
  const { writer } = openWriter()
  const now = Date.now()
  writer.append([batch(1, 100)])
  writer.maintain(now + 400 * day)
  writer.append([batch(101, 100)])
  writer.maintain(now - 2 * day)
  expect(writer.segments().map(({ open }) => open)).toEqual([false, false])
  expect(writer.expired(now + 27 * day)).toEqual([])
  expect(writer.expired(now + 29 * day).map(({ first_seq }) => first_seq)).toEqual([1, 101])
  writer.close()
})

test('a damaged and a newer segment are refused by name and left as they are; the others work', () => {
  const first = openWriter({ segment_bytes: 1 })
  for (let i = 0; i < 3; i += 1) {
    first.writer.append([batch(1 + i * 10, 10)])
    first.writer.maintain(Date.now())
  }
  first.writer.close()
  const [oldest, middle, newest] = readdirSync(directory)
    .filter((file) => file.endsWith('.sqlite'))
    .sort()
  writeFileSync(join(directory, oldest!), 'this is no database, and it is longer than a header would be '.repeat(40))
  const newer = new Database(join(directory, newest!))
  newer.pragma('user_version = 99')
  newer.close()
  const damaged = readFileSync(join(directory, oldest!))
  const { writer, problems } = openWriter()
  expect(problems.map(({ kind, file }) => [kind, file])).toEqual([
    ['corrupt', join(directory, oldest!)],
    ['newer', join(directory, newest!)],
  ])
  // What the newer file holds is not known: its seqs are not used again.
  expect(writer.lastSeq()).toBeGreaterThan(1_000_000)
  const next = writer.lastSeq() + 1
  writer.append([batch(next, 5)])
  const reader = openTelemetryReader(directory)
  expect(reader.segments().map(({ first_seq }) => first_seq)).toEqual([11, next])
  expect(reader.problems().map(({ kind }) => kind)).toEqual(['corrupt', 'newer'])
  expect(middle).toBeDefined()
  expect(readFileSync(join(directory, oldest!))).toEqual(damaged)
  reader.close()
  writer.close()
})

test('a directory that cannot be made is a failure, not a crash', () => {
  const file = join(directory, 'file')
  writeFileSync(file, '')
  const opened = openTelemetryWriter(join(file, 'telemetry'), limits)
  expect(opened).toMatchObject({ kind: 'failed', failure: { kind: 'unwritable' } })
})
