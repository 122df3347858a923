import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  createFeed,
  fieldsOf,
  fromHex,
  ip,
  ipfixMessage,
  ipfixTemplate,
  set,
  u16,
  u32,
  u64,
  v9Packet,
  v9Template,
} from './testing/flow-packets.ts'

const day = 86_400_000

/** A v9 flow with start and end by uptime. */
function flowOf(header: { seconds: number; uptime: number }, start: number, end: number) {
  return createFeed()(
    v9Packet(
      header,
      v9Template(256, [
        [22, 4],
        [21, 4],
      ]),
      set(256, u32(start, end)),
    ),
  )[0]
}

test('uptime counts back from the header', () => {
  const record = flowOf({ seconds: 1_704_067_200, uptime: 2000 }, 1000, 1500)
  expect(fieldsOf(record)).toMatchObject({ 'event.start': 1_704_067_199_000, 'event.end': 1_704_067_199_500, 'event.duration': 5e8 })
})

test('a flow that began before the counter wrapped began in the past', () => {
  const record = flowOf({ seconds: 1_704_067_200, uptime: 5000 }, 2 ** 32 - 1000, 4000)
  expect(fieldsOf(record)).toMatchObject({ 'event.start': 1_704_067_194_000, 'event.end': 1_704_067_199_000, 'event.duration': 5e9 })
})

test('a flow whose own clock is absurd happened when it was exported', () => {
  const seconds = 1_704_067_200
  const template = ipfixTemplate(256, [
    [152, 8],
    [153, 8],
  ])
  const at = (time: number) => createFeed()(ipfixMessage({ seconds }, template, set(256, u64(BigInt(time - 10)), u64(BigInt(time)))))[0]
  expect(at(seconds * 1000 - 5000)?.time).toBe(seconds * 1000 - 5000)
  expect(at(1_262_761_598_000)?.time).toBe(seconds * 1000)
  expect(at(seconds * 1000 + 2 * day)?.time).toBe(seconds * 1000)
  // What the exporter said is still there to be seen.
  expect(at(1_262_761_598_000)?.fields['event.end']).toBe(1_262_761_598_000)
})

test('IPFIX uptime needs a start of the system, from the record or from options', () => {
  const seconds = 1_704_067_200
  const boot = seconds * 1000 - 600_000
  const alone = createFeed()(
    ipfixMessage(
      { seconds },
      ipfixTemplate(256, [
        [22, 4],
        [21, 4],
      ]),
      set(256, u32(590_000, 595_000)),
    ),
  )[0]
  expect(fieldsOf(alone)).toMatchObject({ 'event.duration': 5e9, 'netflow.flowStartSysUpTime': 590_000 })
  expect(alone?.time).toBe(seconds * 1000)
  const within = createFeed()(
    ipfixMessage(
      { seconds },
      ipfixTemplate(256, [
        [160, 8],
        [21, 4],
      ]),
      set(256, u64(BigInt(boot)), u32(595_000)),
    ),
  )[0]
  expect(within?.time).toBe(seconds * 1000 - 5000)
  const feed = createFeed()
  feed(ipfixMessage({ seconds }, set(3, u16(300, 2, 1, 149, 4, 160, 8)), set(300, u32(1), u64(BigInt(boot)))))
  expect(feed(ipfixMessage({ seconds }, ipfixTemplate(256, [[21, 4]]), set(256, u32(595_000))))[0]?.time).toBe(seconds * 1000 - 5000)
})

test.each([
  ['seconds', 150, 151, (ms: number) => u32(ms / 1000), 4],
  ['milliseconds', 152, 153, (ms: number) => u64(BigInt(ms)), 8],
  ['microseconds', 154, 155, (ms: number) => u32(ms / 1000 + 2_208_988_800, 0), 8],
  ['nanoseconds', 156, 157, (ms: number) => u32(ms / 1000 + 2_208_988_800, 0), 8],
])('absolute %s are read', (_unit, start, end, encode, length) => {
  const time = 1_704_067_100_000
  const template = ipfixTemplate(256, [
    [start, length],
    [end, length],
  ])
  const [record] = createFeed()(ipfixMessage({ seconds: 1_704_067_200 }, template, set(256, encode(time - 4000), encode(time))))
  expect(fieldsOf(record)).toMatchObject({ 'event.start': time - 4000, 'event.end': time, 'event.duration': 4e9 })
})

test('a duration completes what is missing', () => {
  const template = ipfixTemplate(256, [
    [153, 8],
    [161, 4],
  ])
  const [record] = createFeed()(ipfixMessage({ seconds: 1_704_067_200 }, template, set(256, u64(1_704_067_190_000n), u32(2500))))
  expect(fieldsOf(record)).toMatchObject({ 'event.start': 1_704_067_187_500, 'event.end': 1_704_067_190_000, 'event.duration': 2.5e9 })
})

test('NTP time goes on after 2036 (RFC 5905 section 6)', () => {
  const seconds = Date.UTC(2040, 0, 1) / 1000
  const [record] = createFeed()(
    ipfixMessage({ seconds }, ipfixTemplate(256, [[155, 8]]), set(256, u32(seconds + 2_208_988_800 - 2 ** 32, 2 ** 31))),
  )
  expect(record?.time).toBe(seconds * 1000 + 500)
})

const vectors = new URL('../../../shared/fixtures/goflow2/vectors.json', import.meta.url)

interface Case {
  name: string
  datagrams_hex: string[]
  asserted: unknown
}
interface Arithmetic {
  v9?: { unix_seconds: number; sys_uptime_ms: number; first_switched: number; last_switched?: number }
  flow_start_ns?: number
  flow_start_ms?: number
  flow_end_ms?: number
  ntp64?: string
  unix_ns?: number
  mpls_label_hex?: string[]
  labels?: number[]
}

describe.skipIf(!existsSync(vectors))('vectors of goflow2', () => {
  const cases = existsSync(vectors) ? (JSON.parse(readFileSync(vectors, 'utf8')) as { cases: Case[] }).cases : []
  const find = (name: string) => cases.find((entry) => entry.name.startsWith(name))!

  test('v5: six flows, the first in through interface 9', () => {
    const flows = createFeed()(...find('netflow v5').datagrams_hex.map(fromHex))
    expect(flows.map(({ fields }) => fields['event.kind'])).toEqual(Array.from({ length: 6 }, () => 'event'))
    expect(flows[0]?.fields['observer.ingress.interface.id']).toBe('9')
    expect(flows[0]?.fields['netflow.version']).toBe(5)
  })

  test('v9: a set cut off by the datagram still gives its whole record, and says that it is cut', () => {
    const [cut, flow, ...rest] = createFeed()(...find('netflow v9 template 260').datagrams_hex.map(fromHex))
    expect(cut?.fields['error.code']).toBe('truncated')
    expect(rest).toEqual([])
    expect(fieldsOf(flow)).toMatchObject({
      'source.packets': 1,
      'source.bytes': 0x5dc,
      'source.ip': '198.38.120.222',
      'destination.ip': '88.121.217.208',
      'observer.ingress.interface.id': String(0x162),
      'observer.egress.interface.id': String(0x130),
      'source.port': 443,
      'destination.port': 0x3b50,
      'netflow.bgpNextHopIPv4Address': '252.223.0.0',
      'netflow.sourceIPv4PrefixLength': 24,
      'netflow.destinationIPv4PrefixLength': 14,
      'network.iana_number': '6',
      'netflow.tcp_flags': 0x10,
      'netflow.ipClassOfService': 0,
      'netflow.flowDirection': 0,
      'netflow.forwardingStatus': 0x40,
      'netflow.samplerId': 1,
      'netflow.ingressVRFID': 0x60000002,
      'netflow.egressVRFID': 0x60000000,
      'netflow.flow_sequence': 838_987_420,
      'netflow.observation_domain': 256,
    })
  })

  test('arithmetic of times and labels', () => {
    for (const entry of find('time arithmetic').asserted as Arithmetic[]) {
      if (entry.v9 !== undefined) {
        const { unix_seconds: seconds, sys_uptime_ms: uptime, first_switched: first, last_switched: last } = entry.v9
        const record = flowOf({ seconds, uptime }, first, last ?? first)
        expect(record?.fields['event.start']).toBe(entry.flow_start_ms ?? entry.flow_start_ns! / 1e6)
        if (entry.flow_end_ms !== undefined) expect(record?.time).toBe(entry.flow_end_ms)
      } else if (entry.ntp64 !== undefined) {
        const [record] = createFeed()(
          ipfixMessage({ seconds: 1_748_668_345 }, ipfixTemplate(256, [[157, 8]]), set(256, u64(BigInt(entry.ntp64)))),
        )
        expect(record?.time).toBe(Math.floor(entry.unix_ns! / 1e6))
      } else {
        const labels = entry.mpls_label_hex!.flatMap((hex) => [...fromHex(hex)])
        const [record] = createFeed()(
          v9Packet(
            {},
            v9Template(256, [
              [70, 3],
              [71, 3],
              [72, 3],
              [8, 4],
            ]),
            set(256, labels, ip('192.0.2.5')),
          ),
        )
        const names = ['netflow.mplsTopLabelStackSection', 'netflow.mplsLabelStackSection2', 'netflow.mplsLabelStackSection3']
        expect(names.map((name) => record?.fields[name])).toEqual(entry.labels)
      }
    }
  })
})
