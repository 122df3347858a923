import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRecordTest } from '../detect/signals/record-test.ts'
import type { FieldValue, Fields } from '../model/fields.ts'
import { parseQuery } from '../model/query-language.ts'
import type { Condition } from '../model/query.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { decodeBlock, encodeBlock } from '../store/index.ts'
import { compileConditions } from '../store/query-predicate.ts'

const encoder = new TextEncoder()
const fields = ['user.name', 'source.ip', 'destination.port', 'event.action', 'message', 'host.name', 'event.dataset']
const words = fc.constantFrom(
  'root',
  'Root',
  'alice',
  'fail',
  'failed',
  'failed login',
  'logins',
  '443',
  '0443',
  '22',
  'netflow',
  'ünïcode',
  '10.0.0.7',
  '2001:db8::7',
  '::ffff:10.0.0.7',
  'a-b',
  '',
)
const value: fc.Arbitrary<FieldValue> = fc.oneof(words, fc.constantFrom(22, 443, 443.5, -1, 0), fc.boolean())

const record = fc
  .record({
    chosen: fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 5 }),
    raw: fc.array(words, { maxLength: 4 }),
    source: fc.constantFrom('udp', 'API'),
  })
  .map(({ chosen, raw, source }): TelemetryRecord => {
    // A message is the end of the raw text as often as not.
    const named: Fields = { ...chosen, ...(typeof chosen['message'] === 'string' ? {} : { message: undefined }) }
    return { seq: 1, time: 0, arrival: 0, source, raw: encoder.encode(raw.join(' ')), fields: JSON.parse(JSON.stringify(named)) as Fields }
  })

const field = fc.constantFrom(...fields, 'source', 'nowhere')
const negated = fc.boolean()
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ kind: fc.constant('equals' as const), field, value: words, negated }),
  fc.record({ kind: fc.constant('wildcard' as const), field, pattern: fc.constantFrom('fail*', '*in*', '4*', '*', 'r*t'), negated }),
  fc.record({ kind: fc.constant('range' as const), field, minimum: fc.constantFrom(0, 22, 443), negated, exclusiveMinimum: fc.boolean() }),
  fc.record({
    kind: fc.constant('network' as const),
    field,
    cidr: fc.constantFrom('10.0.0.0/8', '2001:db8::/32', '192.0.2.0/24'),
    negated,
  }),
  fc.record({ kind: fc.constant('exists' as const), field, negated }),
  fc.record({
    kind: fc.constant('text' as const),
    text: fc.constantFrom('fail', 'fail*', '*fail', '*gin*', 'failed login', 'ROOT', 'ünïcode', '*', '443'),
    negated,
  }),
  fc.record({ kind: fc.constant('entity' as const), value: fc.constantFrom('root', '10.0.0.7', 'alice'), negated }),
)

test('a stream takes exactly the records that a search for its query finds', () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 30 }), fc.array(condition, { maxLength: 3 }), (drafts, conditions) => {
      const records = drafts.map((draft, at) => ({ ...draft, seq: at + 1 }))
      const decoded = decodeBlock(new Uint8Array(encodeBlock(records).body))
      if (decoded.kind !== 'block') throw new Error(decoded.message)
      const mask = new Uint8Array(records.length).fill(1)
      compileConditions(conditions).narrow(decoded.block, mask)
      const matches = compileRecordTest(conditions)
      expect(records.map((one) => (matches(one) ? 1 : 0))).toEqual([...mask])
    }),
    { numRuns: 500 },
  )
})

test('queries of the window mean the same', () => {
  const parsed = parseQuery('event.action:denied -source.ip:10.0.0.0/8 destination.port:[1 TO 1024] fail*')
  if (parsed.kind === 'failed') throw new Error(parsed.message)
  const matches = compileRecordTest(parsed.conditions)
  const one = (more: Fields): TelemetryRecord => {
    const all: Fields = { 'event.action': 'denied', 'source.ip': '203.0.113.7', 'destination.port': 22, message: 'it failed', ...more }
    return { seq: 1, time: 0, arrival: 0, source: 'udp', raw: new Uint8Array(), fields: all }
  }
  expect(matches(one({}))).toBe(true)
  expect(matches(one({ 'source.ip': '10.1.2.3' }))).toBe(false)
  expect(matches(one({ 'destination.port': 8080 }))).toBe(false)
  expect(matches(one({ message: 'all is well' }))).toBe(false)
})
