import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FieldValue, Fields } from '../model/fields.ts'
import type { Condition } from '../model/query.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { decodeBlock, encodeBlock } from './block-codec.ts'
import { buildFilter } from './block-filter.ts'
import { compileConditions } from './query-predicate.ts'
import { entityFields, matchesWildcard } from '../model/value-test.ts'

const encoder = new TextEncoder()

/** The rows a condition finds in a block, having asked the block's filter first as the reader does. */
function find(records: readonly TelemetryRecord[], ...conditions: Condition[]): number[] {
  const block = encodeBlock(records)
  const predicate = compileConditions(conditions)
  if (!predicate.mayMatch(buildFilter(block.terms))) return []
  const decoded = decodeBlock(new Uint8Array(block.body))
  if (decoded.kind !== 'block') throw new Error(decoded.message)
  const mask = new Uint8Array(records.length).fill(1)
  predicate.narrow(decoded.block, mask)
  return [...mask.keys()].filter((row) => mask[row] === 1)
}

function record(fields: Fields, raw = ''): TelemetryRecord {
  return { seq: 1, time: 0, arrival: 0, source: 'udp', raw: encoder.encode(raw), fields }
}

const equals = (field: string, value: string, negated = false): Condition => ({ kind: 'equals', field, value, negated })
const text = (sought: string, negated = false): Condition => ({ kind: 'text', text: sought, negated })

test('equality takes letters of either case and numbers by value; what has no such field matches only the negation', () => {
  const records = [record({ 'user.name': 'Root', 'source.port': 443 }), record({ 'user.name': 'root2', 'source.port': 8443 }), record({})]
  expect(find(records, equals('user.name', 'ROOT'))).toEqual([0])
  expect(find(records, equals('source.port', '443'))).toEqual([0])
  expect(find(records, equals('source.port', '0443.0'))).toEqual([0])
  expect(find(records, equals('user.name', 'root', true))).toEqual([1, 2])
  expect(find(records, equals('source', 'UDP'))).toEqual([0, 1, 2])
  expect(find(records, equals('source', 'tcp'))).toEqual([])
})

test('an IPv6 address is found however it is spelled', () => {
  const records = [record({ 'source.ip': '2001:db8::1' }), record({ 'source.ip': '10.1.2.4' }), record({ 'source.ip': '2001:db8::2' })]
  expect(find(records, equals('source.ip', '2001:0DB8:0000:0000:0000:0000:0000:0001'))).toEqual([0])
  expect(find(records, { kind: 'entity', value: '2001:db8:0::1', negated: false })).toEqual([0])
  expect(find(records, equals('source.ip', '::ffff:10.1.2.4'))).toEqual([1])
  expect(find(records, equals('source.ip', '2001:db8:0::1', true))).toEqual([1, 2])
})

test('wildcards, ranges, networks, existence and entities', () => {
  const records = [
    record({ 'host.name': 'web-1.example.com', 'source.ip': '10.1.2.3', 'source.bytes': 100, 'process.pid': 7 }),
    record({ 'host.name': 'db-1', 'source.ip': '2001:db8::7', 'source.bytes': 1e12 }),
    record({ 'user.name': '10.1.2.3', 'source.ip': '::ffff:10.1.2.4', 'log.syslog.procid': '250' }),
  ]
  expect(find(records, { kind: 'wildcard', field: 'host.name', pattern: 'WEB-*.example.*', negated: false })).toEqual([0])
  expect(find(records, { kind: 'wildcard', field: 'host.name', pattern: '*-1', negated: false })).toEqual([1])
  expect(find(records, { kind: 'range', field: 'source.bytes', minimum: 100, exclusiveMinimum: true, negated: false })).toEqual([1])
  expect(find(records, { kind: 'range', field: 'source.bytes', maximum: 100, negated: false })).toEqual([0])
  expect(find(records, { kind: 'range', field: 'log.syslog.procid', minimum: 200, maximum: 300, negated: false })).toEqual([2])
  expect(find(records, { kind: 'network', field: 'source.ip', cidr: '10.1.0.0/16', negated: false })).toEqual([0, 2])
  expect(find(records, { kind: 'network', field: 'source.ip', cidr: '2001:db8::/32', negated: false })).toEqual([1])
  expect(find(records, { kind: 'network', field: 'source.ip', cidr: 'nonsense', negated: false })).toEqual([])
  expect(find(records, { kind: 'exists', field: 'process.pid', negated: true })).toEqual([1, 2])
  expect(find(records, { kind: 'entity', value: '10.1.2.3', negated: false })).toEqual([0, 2])
  expect(find(records, equals('source.ip', '10.1.2.3'), { kind: 'exists', field: 'process.pid', negated: false })).toEqual([0])
})

test('text is found as whole words in raw and in fields, in part with a star, and never across two records', () => {
  const records = [
    record({ message: 'Failed password for root' }, '<38>Oct  9 sshd[12]: Failed password for root'),
    record({ 'source.as.organization.name': 'Example Net' }, 'root'),
    record({ 'event.dataset': 'netflow.v5', 'user.name': 'alice' }, 'Failed password'),
    record({ message: 'unreadable' }, 'word'),
  ]
  expect(find(records, text('failed PASSWORD'))).toEqual([0])
  expect(find(records, text('fail'))).toEqual([])
  expect(find(records, text('fail*'))).toEqual([0])
  expect(find(records, text('*oot'))).toEqual([0, 1])
  expect(find(records, text('sshd[12]:'))).toEqual([0])
  expect(find(records, text('example net'))).toEqual([1])
  expect(find(records, text('alice'))).toEqual([2])
  expect(find(records, text('rootroot'))).toEqual([])
  expect(find(records, text('unreadable'))).toEqual([3])
  expect(find(records, text('root', true))).toEqual([2, 3])
  expect(find(records, text('*'))).toEqual([0, 1, 2, 3])
  expect(find(records, equals('message', 'password for'))).toEqual([0])
})

test('addresses are found as text however they are surrounded', () => {
  const records = ['SRC=203.0.113.7:443', '1.203.0.113.7', '203.0.113.77', 'x203.0.113.7', '203.0.113.7.example'].map((raw) =>
    record({}, raw),
  )
  expect(find(records, text('203.0.113.7'))).toEqual([0, 1, 4])
})

const word = fc.constantFrom(
  'Failed',
  'failed',
  'root',
  'rooty',
  '10.0.0.1',
  '10.0.0.12',
  '443',
  'web-1',
  'Ä',
  'é',
  ':',
  '.',
  ' ',
  '-',
  '[',
  '1',
  '192.0.2.1',
)
const phrase = fc.array(word, { maxLength: 5 }).map((words) => words.join(''))
const value: fc.Arbitrary<FieldValue> = fc.oneof(
  phrase,
  phrase,
  fc.nat(500),
  fc.constantFrom(443, 1.5, -3, true, 0.1),
  fc.constant('long '.repeat(20)),
)
const fieldName = fc.constantFrom(
  'message',
  'source.ip',
  'user.name',
  'host.name',
  'destination.port',
  'url.path',
  'source.bytes',
  'event.action',
)
const made = fc
  .record({
    fields: fc.dictionary(fieldName, value, { maxKeys: 5, noNullPrototype: true }),
    raw: phrase,
    message: fc.option(phrase, { nil: undefined }),
    flow: fc.boolean(),
  })
  .map(({ fields, raw, message, flow }) => {
    const all: Record<string, FieldValue> = { ...fields }
    if (message !== undefined) all['message'] = message
    if (flow) all['event.dataset'] = 'netflow.v9'
    return record(all as Fields, message === undefined ? raw : raw + message)
  })
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('equals' as const),
    field: fieldName,
    value: fc.oneof(phrase, fc.constantFrom('443', '0443', '1.5', 'true')),
    negated: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('wildcard' as const),
    field: fieldName,
    pattern: fc.array(fc.oneof(phrase, fc.constant('*')), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('')),
    negated: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('text' as const),
    text: fc.tuple(fc.constantFrom('', '*'), phrase, fc.constantFrom('', '*')).map((parts) => parts.join('')),
    negated: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('entity' as const), value: phrase, negated: fc.boolean() }),
)

test('a block and its filter find exactly what looking at each record finds', () => {
  fc.assert(
    fc.property(fc.array(made, { minLength: 1, maxLength: 6 }), condition, (records, asked) => {
      const expected = [...records.keys()].filter((row) => holds(records[row]!, asked) !== asked.negated)
      expect(find(records, asked)).toEqual(expected)
    }),
    { numRuns: 5000 },
  )
})

/** The meaning of a condition, said as plainly as can be. */
function holds({ fields, raw }: TelemetryRecord, asked: Condition): boolean {
  const fold = (some: FieldValue) => String(some).replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  const isSame = (held: FieldValue, sought: string) =>
    typeof held === 'number' ? sought.trim() === sought && sought !== '' && held === Number(sought) : fold(held) === fold(sought)
  switch (asked.kind) {
    case 'equals': {
      const held = fields[asked.field]
      if (held === undefined) return false
      return asked.field === 'message' ? hasPhrase(fold(held), fold(asked.value), false, false) : isSame(held, asked.value)
    }
    case 'wildcard': {
      const held = fields[asked.field]
      const pattern = fold(asked.pattern)
        .replace(/[.[\]-]/g, '\\$&')
        .replaceAll('*', '[^]*')
      return held !== undefined && new RegExp(`^${pattern}$`).test(fold(held))
    }
    case 'entity':
      return entityFields.some((name) => fields[name] !== undefined && isSame(fields[name], asked.value))
    case 'text': {
      const start = asked.text.startsWith('*')
      const end = asked.text.endsWith('*') && asked.text.length > 1
      const sought = fold(asked.text.slice(start ? 1 : 0, end ? -1 : undefined))
      const texts = Object.values(fields).filter((held) => typeof held === 'string')
      if (fields['event.dataset'] === undefined) texts.push(new TextDecoder().decode(raw))
      return sought === '' || texts.some((held) => hasPhrase(fold(held), sought, start, end))
    }
    default:
      throw new Error('not generated')
  }
}

function hasPhrase(held: string, sought: string, openStart: boolean, openEnd: boolean): boolean {
  const joined = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && /[a-z0-9\u0080-\uffff]{2}/.test(a + b)
  for (let at = held.indexOf(sought); at >= 0; at = at + 1 > held.length ? -1 : held.indexOf(sought, at + 1)) {
    const after = at + sought.length
    const startOk = openStart || !joined(held[at - 1], held[at])
    const endOk = openEnd || !joined(held[after - 1], held[after])
    if (sought === '' || (startOk && endOk)) return true
  }
  return false
}

test('a wildcard with many stars ends in reasonable time', () => {
  expect(matchesWildcard('a'.repeat(20_000), `${'*a'.repeat(50)}*b`)).toBe(false)
})
