import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Condition } from './query.ts'
import { formatQuery, parseQuery } from './query-language.ts'
import { isAddress, isNetwork } from './network-text.ts'

function read(text: string): Condition[] {
  const parsed = parseQuery(text)
  if (parsed.kind === 'failed') throw new Error(`${parsed.message} (${parsed.position})`)
  return parsed.conditions
}

const equals = (field: string, value: string, negated = false) => ({ kind: 'equals', field, value, negated })
const text = (sought: string, negated = false) => ({ kind: 'text', text: sought, negated })

test.each<[string, object[]]>([
  ['source.ip:10.0.0.1', [equals('source.ip', '10.0.0.1')]],
  ['source.ip:2001:db8::1', [equals('source.ip', '2001:db8::1')]],
  ['-user.name:root', [equals('user.name', 'root', true)]],
  ['NOT user.name:root', [equals('user.name', 'root', true)]],
  ['NOT -user.name:root AND a', [equals('user.name', 'root'), text('a')]],
  ['destination.port:443', [equals('destination.port', '443')]],
  ['destination.port:>1024', [{ kind: 'range', field: 'destination.port', minimum: 1024, exclusiveMinimum: true, negated: false }]],
  ['destination.port:<=1024', [{ kind: 'range', field: 'destination.port', maximum: 1024, negated: false }]],
  ['destination.port:[1 TO 1024]', [{ kind: 'range', field: 'destination.port', minimum: 1, maximum: 1024, negated: false }]],
  ['-source.bytes:{-1.5 TO *]', [{ kind: 'range', field: 'source.bytes', minimum: -1.5, exclusiveMinimum: true, negated: true }]],
  ['source.ip:10.0.0.0/8', [{ kind: 'network', field: 'source.ip', cidr: '10.0.0.0/8', negated: false }]],
  ['source.ip:2001:db8::/32', [{ kind: 'network', field: 'source.ip', cidr: '2001:db8::/32', negated: false }]],
  ['event.outcome:*', [{ kind: 'exists', field: 'event.outcome', negated: false }]],
  ['host.name:web-*', [{ kind: 'wildcard', field: 'host.name', pattern: 'web-*', negated: false }]],
  ['host.name:"web-*"', [equals('host.name', 'web-*')]],
  ['message:"foo bar"', [equals('message', 'foo bar')]],
  ['message:*"foo bar"*', [{ kind: 'wildcard', field: 'message', pattern: '*foo bar*', negated: false }]],
  ['message:"say \\"hi\\" \\\\"', [equals('message', 'say "hi" \\')]],
  ['url.path:/index.php?a=b', [equals('url.path', '/index.php?a=b')]],
  ['entity:10.0.0.1', [{ kind: 'entity', value: '10.0.0.1', negated: false }]],
  ['source:syslog-udp', [equals('source', 'syslog-udp')]],
  ['free text', [text('free'), text('text')]],
  ['"two words" -fail*', [text('two words'), text('fail*', true)]],
  ['10.0.0.5', [text('10.0.0.5')]],
  ['2001:db8::1 fe80::1', [text('2001:db8::1'), text('fe80::1')]],
  [
    '08:53:20 sshd[123]: http://x/y aa:bb:cc:dd:ee:ff',
    [text('08:53:20'), text('sshd[123]:'), text('http://x/y'), text('aa:bb:cc:dd:ee:ff')],
  ],
  ['example.com:443 web-1.example.com:8080', [text('example.com:443'), text('web-1.example.com:8080')]],
  ['"AND" "user:root" (uid=0) - Größe', [text('AND'), text('user:root'), text('(uid=0)'), text('-'), text('Größe')]],
  ['', []],
  ['   ', []],
])('%s', (query, conditions) => expect(read(query)).toEqual(conditions))

test.each<[string, number]>([
  ['a OR b', 2],
  ['a NOT', 2],
  ['a message:"x', 10],
  ['"x', 0],
  ['x source.ip:', 2],
  ['user:root', 0],
  ['destination.port:>many', 0],
  ['destination.port:[1 TO many]', 0],
  ['source.ip:10.0.0.0/33', 0],
])('%s is refused, at character %i', (query, position) => {
  expect(parseQuery(query)).toEqual({ kind: 'failed', message: expect.any(String), position })
})

const field = fc.constantFrom('source.ip', 'message', 'user.name', 'http.response.status_code', 'netflow.tcp_flags', 'source')
const negated = fc.boolean()
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
)
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ kind: fc.constant('equals' as const), field, value: fc.string({ unit: 'grapheme' }), negated }),
  fc.record({ kind: fc.constant('exists' as const), field, negated }),
  fc.record({ kind: fc.constant('entity' as const), value: fc.string({ minLength: 1 }), negated }),
  fc.record({ kind: fc.constant('text' as const), text: fc.string({ unit: 'grapheme', minLength: 1 }), negated }),
  fc.record({ kind: fc.constant('network' as const), field, cidr: fc.constantFrom('10.0.0.0/8', '2001:db8::/32', '::/0'), negated }),
  fc
    .array(
      fc.string({ minLength: 1 }).filter((piece) => !piece.includes('*')),
      { minLength: 1, maxLength: 3 },
    )
    .chain((pieces) => fc.record({ kind: fc.constant('wildcard' as const), field, pattern: fc.constant(`${pieces.join('*')}*`), negated })),
  fc.record({ kind: fc.constant('range' as const), field, minimum: number, maximum: number, negated }),
  fc.record({ kind: fc.constant('range' as const), field, minimum: number, exclusiveMinimum: fc.constant(true), negated }),
)

test('what is formatted reads back as it was', () => {
  fc.assert(
    fc.property(fc.array(condition, { maxLength: 5 }), (conditions) => {
      expect(read(formatQuery(conditions))).toEqual(conditions)
    }),
    { numRuns: 1000 },
  )
})

test('any text is read or refused at a place inside it', () => {
  const piece = fc.constantFrom('"', '\\', ':', '[', ' TO ', ']', '-', '*', ' ', 'a', 'source.ip', 'NOT ', '/', '1')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(piece).map((pieces) => pieces.join('')),
      ),
      (query) => {
        const parsed = parseQuery(query)
        if (parsed.kind === 'failed') expect(parsed.position).toBeLessThan(query.length)
      },
    ),
    { numRuns: 1000 },
  )
})

test('addresses and networks are told from other text', () => {
  for (const good of ['0.0.0.0', '255.1.2.3', '::', '::1', 'fe80::1', '1:2:3:4:5:6:7:8', '::ffff:192.0.2.1', '2001:DB8::'])
    expect(isAddress(good)).toBe(true)
  for (const bad of [
    '256.1.1.1',
    '1.2.3',
    '1.2.3.4.5',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    'g::',
    '::1.2.3',
    '',
    'aa:bb:cc:dd:ee:ff',
  ])
    expect(isAddress(bad)).toBe(false)
  expect(isNetwork('10.0.0.0/33')).toBe(false)
  expect(isNetwork('::/128')).toBe(true)
  expect(isNetwork('10.0.0.0/8/8')).toBe(false)
})
