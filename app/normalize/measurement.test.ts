import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMeasurement } from '../model/measurement.ts'
import type { RecordDraft } from '../model/record.ts'
import { measurement } from './measurement.ts'

const arrival = Date.UTC(2026, 10, 21, 9)

function parse(text: string | Uint8Array, peer = '192.0.2.1'): RecordDraft[] {
  const drafts: RecordDraft[] = []
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  measurement
    .create({ timezone: 'UTC', source: 'stream-orders' })
    .parse({ bytes, peer, wire: 'measurement', arrival }, (draft) => drafts.push(draft))
  return drafts
}

/** Observed of an earlier system; read in place, absent from a clone elsewhere. */
const file = '../shared/fixtures/behaviour/streams-json-handler.json'
interface Case {
  id: string
  input: string
  expected: { valid: boolean; key?: string; value?: number; ts?: string; error?: string }
}
const cases: Case[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).cases : []

describe.skipIf(cases.length === 0)(`the cases of JSON messages (skipped where ${file} is absent)`, () => {
  it.each(cases.map((each) => [each.id, each] as const))('%s', (_, { input, expected }) => {
    const reading = readMeasurement(input)
    expect(reading.kind === 'read').toBe(expected.valid)
    if (reading.kind === 'failed') {
      if (expected.error !== undefined) expect(reading.message).toBe(expected.error)
      return
    }
    const { application, value, ts } = reading.measurement
    expect({ key: application, value, ts: new Date(ts).toISOString().slice(0, 19).replace('T', ' ') }).toEqual({
      key: expected.key,
      value: expected.value,
      ts: expected.ts,
    })
  })
})

describe('a message of a stream', () => {
  it('is a record at its own time', () => {
    expect(parse('{"application":"shop","ts":"2026-11-21T08:00:00+01:00","value":-1.5,"extra":true}')).toMatchObject([
      {
        time: Date.UTC(2026, 10, 21, 7),
        fields: {
          'event.kind': 'metric',
          'event.dataset': 'vedette.measurement',
          'vedette.stream': 'orders',
          'vedette.application': 'shop',
          'vedette.value': -1.5,
        },
      },
    ])
  })

  it.each([
    ['2026-11-21', Date.UTC(2026, 10, 21)],
    ['2026-11-21 08:00', Date.UTC(2026, 10, 21, 8)],
    ['2026-11-21T08:00:00,25Z', Date.UTC(2026, 10, 21, 8, 0, 0, 250)],
    ['2026-11-21T08:00:00-0530', Date.UTC(2026, 10, 21, 13, 30)],
    ['Sat, 21 Nov 2026 08:00:00 GMT', Date.UTC(2026, 10, 21, 8)],
    [1_795_248_000, 1_795_248_000_000],
    [1_795_248_000_123, 1_795_248_000_123],
    ['1795248000', 1_795_248_000_000],
  ])('may tell its time as %s', (ts, time) => {
    expect(readMeasurement(JSON.stringify({ application: 'a', ts, value: 1 }))).toMatchObject({ kind: 'read', measurement: { ts: time } })
  })

  it.each(['2026-02-30', '2026-11-21T25:00', 'yesterday', '', 'Sat, 21 Nov 2026 08:00:00', null, true, {}])(
    'is none with the time %s',
    (ts) => {
      expect(readMeasurement(JSON.stringify({ application: 'a', ts, value: 1 }))).toMatchObject({
        kind: 'failed',
        reason: 'bad_measurement',
      })
    },
  )

  it('that is bad is a record all the same, and says why', () => {
    expect(parse('{"application":"shop","value":1}')).toMatchObject([
      {
        time: arrival,
        fields: {
          'event.kind': 'pipeline_error',
          'error.code': 'bad_measurement',
          'error.message': "'ts' is a required property",
          'vedette.application': 'shop',
        },
      },
    ])
    expect(parse('nonsense')[0]!.fields).toMatchObject({ 'error.code': 'bad_json' })
    expect(parse('')[0]!.fields).toMatchObject({ 'error.code': 'empty' })
  })

  it('of a file says where in it its line ended', () => {
    const [draft] = parse('{"application":"shop","ts":0,"value":1}', 'file:/var/log/#1.jsonl#4711')
    expect(draft!.fields).toMatchObject({ 'log.file.path': '/var/log/#1.jsonl', 'log.offset': 4711 })
  })

  it('makes one record whatever its bytes are', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((text) => new TextEncoder().encode(text)),
        ),
        (bytes) => {
          const drafts = parse(bytes)
          expect(drafts).toHaveLength(1)
          expect(Number.isFinite(drafts[0]!.time)).toBe(true)
          expect(drafts[0]!.raw).toBe(bytes)
        },
      ),
    )
  })
})
