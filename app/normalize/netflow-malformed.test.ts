import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isUnparsed } from '../model/record.ts'
import * as wire from './testing/flow-packets.ts'
import {
  addresses,
  createFeed,
  exportedAt,
  ip,
  ipfixMessage,
  ipfixTemplate,
  pair,
  set,
  u16,
  u32,
  v9Packet,
  v9Template,
} from './testing/flow-packets.ts'

const template = v9Template(256, addresses)
const outcome = (...packets: Uint8Array[]): string[] =>
  createFeed()(...packets).map(({ fields }) => String(fields['error.code'] ?? fields['event.dataset']))

test.each([
  ['nothing', new Uint8Array(), ['empty']],
  ['one byte', new Uint8Array([0]), ['truncated']],
  ['sFlow', new Uint8Array(u32(5, 1)), ['unknown_version']],
  ['half a v5 header', new Uint8Array([0, 5, 0, 1]), ['truncated']],
  ['half a v9 header', new Uint8Array([0, 9, 0, 1]), ['truncated']],
  ['a v9 header without the records it counts', v9Packet({}, []), ['truncated']],
  ['a v9 packet of zeros after the header', v9Packet({}, Array<number>(40).fill(0)), ['truncated']],
  ['a v9 packet whose only set is empty', v9Packet({}, set(256)), ['truncated']],
  ['a v9 header that counts nothing', v9Packet({}), []],
  ['a v9 packet with a template only', v9Packet({}, template), []],
  ['half an IPFIX header', new Uint8Array([0, 10, 0, 1]), ['truncated']],
  ['a reserved set', v9Packet({}, template, set(77, [1]), set(256, pair)), ['unsupported', 'netflow']],
  ['a set of two bytes', v9Packet({}, template, set(256, pair), u16(256, 2), [1]), ['netflow', 'bad_length']],
  ['a packet filled up with zeros', v9Packet({}, template, set(256, pair), Array<number>(400).fill(0)), ['netflow']],
  [
    'a set that says more than there is',
    v9Packet({}, template, [...u16(256, 1000), ...pair, ...ip('192.0.2.9')]),
    ['truncated', 'netflow', 'truncated'],
  ],
  ['padding after the last record', v9Packet({}, template, set(256, pair, [0, 0, 0])), ['netflow']],
  ['a template that does not fit', v9Packet({}, set(0, u16(300, 5000, 8, 4)), template, set(256, pair)), ['bad_template', 'netflow']],
  ['a template with a reserved number', v9Packet({}, v9Template(3, [[8, 4]])), ['bad_template']],
  ['a template whose records have no bytes', ipfixMessage({}, ipfixTemplate(256, [[8, 0]])), ['bad_template']],
  ['a template withdrawal', ipfixMessage({}, set(2, u16(256, 0))), ['bad_template']],
  ['an options template of odd lengths', v9Packet({}, set(1, u16(256, 3, 4), u32(1, 2))), ['bad_template']],
  ['an IPFIX message longer than its datagram', new Uint8Array([...u16(10, 900), ...u32(1, 1, 1)]), ['truncated']],
  ['an IPFIX message shorter than its header', new Uint8Array([...u16(10, 3), ...u32(1, 1, 1)]), ['bad_length']],
  ['bytes after an IPFIX message', new Uint8Array([...ipfixMessage({}), 1, 2, 3]), ['bad_length']],
])('%s is told by reason, and the rest of the packet is used', (_name, packet, expected) => {
  expect(outcome(packet)).toEqual(expected)
})

test('a v9 data set of padding alone is told where its packet counts a record, data that waits for its template is not', () => {
  const feed = createFeed()
  feed(v9Packet({}, template))
  expect(feed(v9Packet({}, set(256, [0, 0, 0]))).map(({ fields }) => fields['error.code'])).toEqual(['truncated'])
  expect(feed(v9Packet({}, set(257, pair)))).toEqual([])
})

test('a template of absurdly many fields is refused', () => {
  const fields = Array.from({ length: 1025 }, () => [4, 1] as const)
  expect(outcome(v9Packet({}, v9Template(256, fields)))).toEqual(['bad_template'])
})

test('a v5 header that promises more flows than there are gives those there are', () => {
  const header = [...u16(5, 55_582), ...u32(3_600_000, exportedAt / 1000, 0, 1), ...u16(0, 0)]
  const drafts = createFeed()(new Uint8Array([...header, ...Array<number>(48 * 2 + 10).fill(1)]))
  expect(drafts.map(({ fields }) => fields['error.code'])).toEqual([undefined, undefined, 'truncated'])
  expect(drafts[2]?.raw).toHaveLength(10)
})

test('an exporter without a clock is given the time of arrival', () => {
  const [record] = createFeed()(v9Packet({ seconds: 0 }, template, set(256, pair)))
  expect(record?.time).toBe(exportedAt)
})

test('a problem keeps its bytes and the time of its packet', () => {
  const packet = v9Packet({ seconds: exportedAt / 1000 - 5 }, set(9, [1, 2]))
  const [problem] = createFeed()(packet)
  expect(problem).toMatchObject({ time: exportedAt - 5000, fields: { 'event.kind': 'pipeline_error', 'event.dataset': 'netflow' } })
  expect([...(problem?.raw ?? [])]).toEqual([...u16(9, 6), 1, 2])
})

const field = fc.tuple(
  fc.integer({ min: 0, max: 600 }),
  fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(0xffff)),
  fc.option(fc.constantFrom(29_305, 6871, 35_632, 1), { nil: undefined }),
)
const fields = fc.array(field, { minLength: 1, maxLength: 12 })
const body = fc.uint8Array({ maxLength: 300 }).map((bytes) => [...bytes])
const templateId = fc.constantFrom(256, 257, 258)
const anySet = fc.oneof(
  fc.tuple(templateId, fields).map(([id, list]) => ({ v9: v9Template(id, list), ipfix: ipfixTemplate(id, list) })),
  fc.tuple(templateId, fields, fields).map(([id, scopes, options]) => ({
    v9: wire.v9Options(id, scopes, options),
    ipfix: wire.ipfixOptions(id, scopes.length, [...scopes, ...options]),
  })),
  fc.tuple(fc.oneof(templateId, fc.nat(65_535)), body).map(([id, bytes]) => ({ v9: set(id, bytes), ipfix: set(id, bytes) })),
  body.map((bytes) => ({ v9: bytes, ipfix: bytes })),
)
const anyPacket = fc.oneof(
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(5, 9, 10), fc.uint8Array({ maxLength: 400 }))
      .map(([version, bytes]) => new Uint8Array([0, version, ...bytes])),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.boolean(), fc.array(anySet, { maxLength: 8 }), fc.nat(0xffff_ffff))
      .map(([isV9, sets, seconds]) =>
        isV9 ? v9Packet({ seconds }, ...sets.map(({ v9 }) => v9)) : ipfixMessage({ seconds }, ...sets.map(({ ipfix }) => ipfix)),
      ),
  },
)

test('whatever arrives, records are well-formed and no more than the bytes allow', () => {
  fc.assert(
    fc.property(fc.array(anyPacket, { maxLength: 12 }), (packets) => {
      const feed = createFeed()
      const drafts = feed(...packets)
      feed.parser.end?.((draft) => drafts.push(draft))
      const bytes = packets.reduce((sum, packet) => sum + packet.length, 0)
      expect(drafts.length).toBeLessThanOrEqual(bytes + packets.length)
      for (const draft of drafts) {
        expect(Number.isSafeInteger(draft.time)).toBe(true)
        expect(draft.raw.length).toBeLessThanOrEqual(65_535)
        for (const value of Object.values(draft.fields)) {
          expect(['string', 'number', 'boolean', 'undefined']).toContain(typeof value)
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
        }
        expect(typeof draft.fields['error.code']).toBe(isUnparsed(draft) ? 'string' : 'undefined')
      }
      expect(createRestored(feed.parser.snapshot())).toEqual(feed.parser.snapshot())
    }),
    { numRuns: 300 },
  )
})

function createRestored(snapshot: unknown): unknown {
  const { parser } = createFeed()
  parser.restore(JSON.parse(JSON.stringify(snapshot)))
  return parser.snapshot()
}

test('cutting a good packet short anywhere loses only what was cut', () => {
  const packet = v9Packet({}, template, set(256, pair, pair, pair))
  for (let length = 0; length < packet.length; length += 1) {
    const flows = createFeed()(packet.slice(0, length)).filter((draft) => !isUnparsed(draft))
    expect(flows).toHaveLength(Math.max(0, Math.floor((length - 20 - template.length - 4) / 8)))
  }
})

test('exporters, templates and waiting data are bounded', () => {
  const feed = createFeed()
  let evicted = 0
  for (let domain = 0; domain < 3000; domain += 1) {
    feed(v9Packet({ domain }, template))
    evicted += feed(v9Packet({ domain: domain + 1e6 }, set(256, pair, Array<number>(1000).fill(1)))).length
  }
  expect(feed.parser.snapshot()).toHaveLength(1024)
  expect(evicted).toBeGreaterThanOrEqual(3000 - 1024)
})
