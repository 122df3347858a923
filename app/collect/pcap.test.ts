import fc from 'fast-check'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { PcapReader, type Datagram } from './pcap.ts'
import {
  block,
  classic,
  enhanced,
  ethernet,
  interfaceBlock,
  ipv4,
  ipv6Packet,
  option,
  section,
  simple,
  text,
  u16,
  u32,
  udp,
  type Bytes,
} from './testing/captures.ts'

interface Reading {
  datagrams: (Omit<Datagram, 'payload'> & { payload: string })[]
  problems: string[]
}

/** Reads the capture in pieces of `size` bytes. */
function read(capture: Uint8Array, size = capture.length || 1): Reading {
  const reader = new PcapReader()
  const datagrams: Reading['datagrams'] = []
  for (let at = 0; at < capture.length; at += size) {
    reader.push(capture.subarray(at, at + size), (datagram) =>
      datagrams.push({ ...datagram, payload: Buffer.from(datagram.payload).toString() }),
    )
  }
  return { datagrams, problems: reader.end() }
}

const hello = ethernet(ipv4(udp(text('hello'))))
const expected = {
  payload: 'hello',
  sourceAddress: '192.0.2.1',
  sourcePort: 50_000,
  destinationAddress: '198.51.100.2',
  destinationPort: 514,
  time: 1_700_000_000_123,
}
const next = (...blocks: number[][]): Uint8Array => new Uint8Array(blocks.flat())

describe('a pcap', () => {
  test.each([
    ['little endian, microseconds', { little: true }, 123_999],
    ['big endian, microseconds', { little: false }, 123_000],
    ['little endian, nanoseconds', { little: true, nanoseconds: true }, 123_999_999],
    ['big endian, nanoseconds', { little: false, nanoseconds: true }, 123_000_000],
  ])('in %s gives its datagrams', (_name, options, fraction) => {
    expect(read(classic([{ bytes: hello, fraction }], options))).toEqual({ datagrams: [expected], problems: [] })
  })

  test('that ends in the middle gives what is whole, and says so', () => {
    const capture = classic([{ bytes: hello }, { bytes: hello }])
    const { datagrams, problems } = read(capture.subarray(0, capture.length - 1))
    expect(datagrams).toHaveLength(1)
    expect(problems).toEqual(['the capture is cut off after packet 1'])
  })

  test('with an absurd length gives what came before', () => {
    const { datagrams, problems } = read(
      new Uint8Array([...classic([{ bytes: hello }]), ...u32(0), ...u32(0), ...u32(0x7fff_ffff, true), ...u32(9)]),
    )
    expect(datagrams).toHaveLength(1)
    expect(problems).toEqual(['the capture is damaged after packet 1: a packet of 2147483647 bytes'])
  })

  test('with a snap length gives what was captured', () => {
    const { datagrams, problems } = read(classic([{ bytes: hello.slice(0, -2), original: hello.length }]))
    expect(datagrams[0]?.payload).toBe('hel')
    expect(problems).toEqual(["1 packet recorded in part only (the capture's snap length); what is there was read"])
  })
})

describe('a pcapng', () => {
  test.each([true, false])('gives its datagrams (little endian: %s)', (little) => {
    const capture = next(section(little), interfaceBlock(1, [], little), enhanced(hello, 1_700_000_000_123_456n, little))
    expect(read(capture)).toEqual({ datagrams: [expected], problems: [] })
  })

  test.each([
    ['nanoseconds', [9], 1_700_000_000_123_456_789n],
    ['milliseconds', [3], 1_700_000_000_123n],
    ['1/1024 seconds', [0x8a], 1_700_000_000n * 1024n + 126n],
  ])('with timestamps in %s', (_unit, resolution, time) => {
    const capture = next(section(), interfaceBlock(1, [...option(9, resolution), ...option(0, [])]), enhanced(hello, time))
    expect(read(capture).datagrams).toEqual([expected])
  })

  test('with an offset adds it', () => {
    const seconds = option(14, [...u32(1_600_000_000, true), ...u32(0)])
    expect(read(next(section(), interfaceBlock(1, seconds), enhanced(hello, 100_000_000_123_000n))).datagrams).toEqual([expected])
  })

  test('with simple packets gives them the time of the packet before', () => {
    const { datagrams } = read(next(section(), interfaceBlock(1), enhanced(hello, 1_700_000_000_123_000n), simple(hello)))
    expect(datagrams).toEqual([expected, expected])
  })

  test('of several sections and interfaces reads each by its own', () => {
    const raw = ipv4(udp(text('raw')))
    const first = [section(), interfaceBlock(1), interfaceBlock(101), enhanced(hello, 0n), enhanced(raw, 0n, true, 1)]
    const second = [section(false), interfaceBlock(101, [], false), enhanced(raw, 0n, false)]
    expect(read(next(...first, ...second)).datagrams.map(({ payload }) => payload)).toEqual(['hello', 'raw', 'raw'])
  })

  test('passes over other blocks, however long, and blocks that make no sense', () => {
    const long = block(0x0bad, Array<number>(300_000).fill(7))
    const capture = next(section(), enhanced(hello, 0n), interfaceBlock(1), long, enhanced(hello, 0n, true, 5), enhanced(hello, 0n))
    const { datagrams, problems } = read(capture, 10_000)
    expect(datagrams).toHaveLength(1)
    expect(problems).toEqual(['2 blocks make no sense'])
  })

  test('whose block lengths are broken gives what came before', () => {
    const capture = next(section(), interfaceBlock(1), enhanced(hello, 0n), [...u32(6, true), ...u32(3, true), ...u32(0)])
    expect(read(capture)).toMatchObject({ problems: ['the capture is damaged after packet 1: a block of 3 bytes'] })
    expect(read(capture).datagrams).toHaveLength(1)
  })
})

const packet = ipv4(udp(text('hello')))
const cooked = (protocol: number): Bytes => [...Array<number>(14).fill(0), ...u16(protocol)]

test.each([
  ['Ethernet', 1, hello],
  ['Ethernet with a VLAN tag', 1, ethernet(packet, 0x0800, [...u16(0x8100), ...u16(5)])],
  ['Ethernet with two VLAN tags', 1, ethernet(packet, 0x0800, [...u16(0x88a8), ...u16(5), ...u16(0x8100), ...u16(6)])],
  ['Ethernet with padding', 1, [...hello, 0, 0, 0, 0, 0]],
  ['Linux cooked v1', 113, [...cooked(0x0800), ...packet]],
  ['Linux cooked v2', 276, [...u16(0x0800), ...Array<number>(18).fill(0), ...packet]],
  ['raw IP', 101, packet],
  ['raw IPv4', 228, packet],
  ['BSD loopback, little endian', 0, [...u32(2, true), ...packet]],
  ['BSD loopback, big endian', 0, [...u32(2), ...packet]],
  ['OpenBSD loopback', 108, [...u32(2), ...packet]],
])('%s frames are read', (_name, linkType, bytes) => {
  const { datagrams, problems } = read(classic([{ bytes }], { linkType }))
  expect(datagrams.map(({ payload }) => payload)).toEqual(['hello'])
  expect(problems).toEqual([])
})

test.each([
  ['plain', ipv6Packet(udp(text('hello')))],
  [
    'with hop-by-hop and destination options',
    ipv6Packet([60, 0, 0, 0, 0, 0, 0, 0, 17, 1, ...Array<number>(14).fill(0), ...udp(text('hello'))], 0),
  ],
  ['with an authentication header', ipv6Packet([17, 4, ...Array<number>(22).fill(0), ...udp(text('hello'))], 51)],
  ['with a fragment header though whole', ipv6Packet([17, 0, 0, 0, 0, 0, 0, 9, ...udp(text('hello'))], 44)],
])('IPv6 %s is read', (_name, bytes) => {
  const { datagrams } = read(classic([{ bytes }], { linkType: 101 }))
  expect(datagrams).toMatchObject([{ payload: 'hello', sourceAddress: '2001:db8::1', destinationAddress: '2001:db8::2' }])
})

describe('fragments', () => {
  const whole = udp(text('a'.repeat(40)))
  const [a, b, c] = [whole.slice(0, 16), whole.slice(16, 32), whole.slice(32)]
  const first = { bytes: ipv4(a, { more: true }) }
  const second = { bytes: ipv4(b, { offset: 16, more: true }) }
  const third = { bytes: ipv4(c, { offset: 32 }) }
  const raw = { linkType: 101 }

  test.each([
    ['in order', [first, second, third]],
    ['out of order', [third, first, second]],
    ['captured twice', [first, first, second, third, third]],
  ])('%s become one datagram', (_name, packets) => {
    expect(read(classic(packets, raw)).datagrams.map(({ payload }) => payload)).toEqual(['a'.repeat(40)])
  })

  test('of IPv6 become one datagram', () => {
    const piece = (bytes: number[], offset: number, more: number) => ({
      bytes: ipv6Packet([17, 0, ...u16(offset | more), ...u32(77), ...bytes], 44),
    })
    const { datagrams } = read(classic([piece(a, 0, 1), piece(c, 32, 0), piece(b, 16, 1)], raw))
    expect(datagrams).toMatchObject([{ payload: 'a'.repeat(40), destinationPort: 514 }])
  })

  test('with one missing are told', () => {
    expect(read(classic([first, third], raw))).toEqual({ datagrams: [], problems: ['1 fragmented datagram with a part missing'] })
  })

  test('that overlap are given up (RFC 5722)', () => {
    const overlapping = { bytes: ipv4(b, { offset: 8, more: true }) }
    expect(read(classic([first, overlapping, second, third], raw)).datagrams).toEqual([])
  })

  test('of many datagrams are bounded', () => {
    const many = Array.from({ length: 1000 }, (_, identification) => ({ bytes: ipv4(a, { more: true, identification }) }))
    expect(read(classic(many, raw)).problems).toEqual(['1000 fragmented datagrams with a part missing'])
  })
})

test('what cannot be read is counted', () => {
  expect(read(new Uint8Array([1, 2])).problems).toEqual(['the file is too short for a capture'])
  expect(read(new Uint8Array(100)).problems).toEqual(['the file is neither a pcap nor a pcapng capture'])
  expect(read(classic([{ bytes: [1] }, { bytes: [2] }], { linkType: 147 })).problems).toEqual(['2 packets of link type 147 cannot be read'])
  const headers = [{ bytes: [0x45, 0, 0] }, { bytes: [0x95] }, { bytes: ipv4([1, 2, 3]) }, { bytes: ipv4([0, 1, 0, 1, 0, 3, 0, 0]) }]
  expect(read(classic(headers, { linkType: 101 })).problems).toEqual(['4 packets with a damaged IP or UDP header'])
  expect(read(classic([{ bytes: ipv4(udp([1]), { protocol: 6 }) }, { bytes: ethernet([], 0x0806) }], { linkType: 101 })).datagrams).toEqual(
    [],
  )
})

const anyPacket = fc.oneof(
  fc.uint8Array({ maxLength: 120 }).map((bytes) => [...bytes]),
  fc
    .tuple(fc.uint8Array({ maxLength: 60 }), fc.nat(3), fc.boolean(), fc.nat(5))
    .map(([body, identification, more, offset]) => ethernet(ipv4([...body], { identification, more, offset: offset * 8 }))),
  fc
    .tuple(fc.constantFrom(0, 17, 43, 44, 51, 60), fc.uint8Array({ maxLength: 80 }))
    .map(([header, body]) => ethernet(ipv6Packet([...body], header), 0x86dd)),
)
const anyCapture = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.tuple(fc.array(anyPacket, { maxLength: 10 }), fc.constantFrom(0, 1, 101, 113, 276), fc.boolean()).map(([packets, linkType, little]) =>
    classic(
      packets.map((bytes) => ({ bytes })),
      { linkType, little },
    ),
  ),
  fc
    .array(
      fc.oneof(
        anyPacket.map((bytes) => enhanced(bytes, 5n)),
        fc.tuple(fc.nat(8), anyPacket).map(([type, body]) => block(type, body)),
      ),
      { maxLength: 10 },
    )
    .map((blocks) => next(section(), interfaceBlock(1), ...blocks)),
)

test('whatever the bytes and however they are cut into pieces, the same datagrams come out and nothing breaks', () => {
  fc.assert(
    fc.property(
      anyCapture,
      fc.array(fc.tuple(fc.nat(500), fc.nat(255)), { maxLength: 4 }),
      fc.integer({ min: 1, max: 64 }),
      (capture, flips, size) => {
        const damaged = capture.slice()
        for (const [at, value] of flips) if (at < damaged.length) damaged[at] = value
        const whole = read(damaged)
        expect(read(damaged, size)).toEqual(whole)
        expect(whole.datagrams.reduce((sum, { payload }) => sum + payload.length, 0)).toBeLessThanOrEqual(damaged.length * 3)
      },
    ),
    { numRuns: 500 },
  )
})

const captures = new URL('../../../shared/fixtures/sflow/', import.meta.url)

describe.skipIf(!existsSync(captures))('captures of tcpdump', () => {
  test.each([
    ['sflow-print-v6.pcap', 25, 0],
    ['sflow_expanded.pcap', 1, 0],
    ['sflow_multiple_counter_30_pdus.pcap', 30, 5],
    ['sflow_print-segv.pcap', 1, 0],
  ])('%s: %i datagrams, %i of them NetFlow v5', (name, count, flows) => {
    const datagrams: Uint8Array[] = []
    const reader = new PcapReader()
    reader.push(new Uint8Array(readFileSync(new URL(name, captures))), ({ payload }) => datagrams.push(payload.slice()))
    expect(reader.end()).toEqual([])
    expect(datagrams).toHaveLength(count)
    // The version word, and a length that is a header and whole records.
    const isFlows = (bytes: Uint8Array) => bytes[0] === 0 && bytes[1] === 5 && (bytes.length - 24) % 48 === 0
    expect(datagrams.filter(isFlows)).toHaveLength(flows)
  })
})
