import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fields } from '../model/fields.ts'
import { unparsedReasons, type RecordDraft } from '../model/record.ts'
import { jsonEvent } from './json-event.ts'
import { readNetworkEvent } from './network-event.ts'

function parse(text: string): RecordDraft[] {
  const drafts: RecordDraft[] = []
  const bytes = new TextEncoder().encode(text)
  jsonEvent.create({ timezone: 'UTC' }).parse({ bytes, peer: 'events.jsonl', wire: 'event', arrival: 7 }, (draft) => drafts.push(draft))
  return drafts
}

const fieldsOf = (event: object): Fields => parse(JSON.stringify(event))[0]!.fields

/** Observed of an earlier system; read in place, absent from a clone elsewhere. */
const file = '../shared/fixtures/behaviour/network-normalization.json'
interface Case {
  id: string
  input: Record<string, unknown>
  expected: { error?: string; message?: string; timestamp?: string; payload?: object; collector?: string } & Record<string, unknown>
}
const cases: Case[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).cases : []

describe.skipIf(cases.length === 0)(`the normalisation cases (skipped where ${file} is absent)`, () => {
  test.each(cases.map((each) => [each.id, each] as const))('%s', (_, { input, expected }) => {
    const reading = readNetworkEvent(input)
    if (expected.error !== undefined) {
      // There a text that is no time escaped as an error of another kind and ended the batch; here it is refused like the rest.
      expect(reading).toMatchObject({ kind: 'refused', message: expected.message })
      return
    }
    if (reading.kind !== 'event') throw new Error(reading.message)
    const { time, ...event } = reading.event
    // The notation is Python's, and without a zone the test machine's, which was UTC; the collector is our record's source.
    const { timestamp = '', collector: _collector, ...facts } = expected
    expect(time).toBe(Date.parse(/([+-]\d\d:\d\d|Z)$/.test(timestamp) ? timestamp : `${timestamp}Z`))
    expect(event).toEqual(facts)
  })
})

describe('a JSON event', () => {
  test('is a record of the network, its own names kept', () => {
    const [draft] = parse(
      JSON.stringify({
        time: 1_700_000_000,
        src_ip: '10.0.0.5',
        dst_ip: '192.0.2.53',
        dst_port: 53,
        proto: 'UDP',
        tags: ['dns', 'x'],
        message: 'a question',
        'dns.question.name': 'example.com',
        'dns.response_code': 'NOERROR',
        rack: 7,
        deep: { a: 1 },
      }),
    )
    expect(draft!.time).toBe(1_700_000_000_000)
    expect(draft!.fields).toMatchObject({
      'event.category': 'network',
      'event.dataset': 'json.event',
      'source.ip': '10.0.0.5',
      'destination.port': 53,
      'network.protocol': 'udp',
      'network.transport': 'udp',
      'vedette.event.tags': 2,
      'vedette.event.payload_keys': 5,
      'dns.question.name': 'example.com',
      'json.rack': 7,
      message: 'a question',
    })
    expect(Object.keys(draft!.fields)).not.toContain('json.deep')
  })

  test('without a time, or with what is no address, is kept and says why', () => {
    expect(fieldsOf({ src_ip: '10.0.0.1' })).toMatchObject({ 'event.kind': 'pipeline_error', 'error.code': 'bad_timestamp' })
    expect(fieldsOf({ time: 1, src_ip: 'no' })).toMatchObject({ 'error.code': 'bad_facts', 'error.message': 'Invalid IP address: no' })
    expect(parse('{"time":')[0]!.fields).toMatchObject({ 'error.code': 'bad_json' })
    expect(parse('[1]')[0]!.fields).toMatchObject({ 'error.code': 'bad_json' })
    expect(parse('')[0]!.fields).toMatchObject({ 'error.code': 'empty' })
  })

  test('with a number that is no port keeps it in its raw bytes only', () => {
    expect(fieldsOf({ time: 1, src_port: 70_000, dst_port: -1 })).toMatchObject({ 'source.port': undefined, 'destination.port': undefined })
  })
})

test('any text and any JSON is one record', () => {
  const key = fc.constantFrom('timestamp', 'time', 'src_ip', 'dst_ip', 'src_port', 'proto', 'tags', 'message', '__proto__', 'user.name')
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    fc.dictionary(key, fc.jsonValue()).map((value) => JSON.stringify(value)),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const drafts = parse(text)
      expect(drafts).toHaveLength(1)
      const { time, fields } = drafts[0]!
      expect(Number.isFinite(time)).toBe(true)
      if (fields['event.kind'] === 'pipeline_error') expect(unparsedReasons).toContain(fields['error.code'])
      for (const value of Object.values(fields)) expect(['string', 'number', 'boolean', 'undefined']).toContain(typeof value)
    }),
    { numRuns: 500 },
  )
})
