import { describe, expect, test } from 'vitest'
import {
  addresses,
  createFeed,
  exportedAt,
  fieldsOf,
  ipfixMessage,
  ipfixTemplate,
  pair,
  set,
  text,
  u16,
  u32,
  u64,
  u8,
  v9Packet,
  v9Template,
} from './testing/flow-packets.ts'

describe('a flow', () => {
  test('becomes a record with ECS fields, its own bytes and the time of its end', () => {
    const fields = [...addresses, [7, 2], [11, 2], [4, 1], [6, 1], [1, 4], [2, 4], [22, 4], [21, 4], [10, 2], [14, 2], [58, 2]] as const
    const body = [...pair, ...u16(50_000, 443), 6, 0x1b, ...u32(1500, 3, 3_590_000, 3_598_000), ...u16(1, 2, 100)]
    const [record] = createFeed()(v9Packet({ sequence: 42 }, v9Template(260, fields), set(260, body)))
    expect(fieldsOf(record)).toEqual({
      'event.kind': 'event',
      'event.dataset': 'netflow',
      'event.category': 'network',
      'event.action': 'netflow_flow',
      'event.start': exportedAt - 10_000,
      'event.end': exportedAt - 2000,
      'event.duration': 8e9,
      'observer.ip': '192.0.2.1',
      'source.ip': '198.51.100.7',
      'source.port': 50_000,
      'source.bytes': 1500,
      'source.packets': 3,
      'destination.ip': '203.0.113.9',
      'destination.port': 443,
      'network.transport': 'tcp',
      'network.iana_number': '6',
      'network.type': 'ipv4',
      'network.bytes': 1500,
      'network.packets': 3,
      'network.vlan.id': '100',
      'observer.ingress.interface.id': '1',
      'observer.egress.interface.id': '2',
      'netflow.version': 9,
      'netflow.flow_sequence': 42,
      'netflow.observation_domain': 7,
      'netflow.tcp_flags': 0x1b,
    })
    expect(record?.time).toBe(exportedAt - 2000)
    expect([...(record?.raw ?? [])]).toEqual(body)
  })

  test('with a reverse direction carries both (RFC 5103)', () => {
    const template = ipfixTemplate(300, [...addresses, [1, 8], [2, 8], [1, 8, 29_305], [2, 8, 29_305]])
    const [record] = createFeed()(ipfixMessage({}, template, set(300, pair, u64(100n), u64(2n), u64(900n), u64(5n))))
    expect(fieldsOf(record)).toMatchObject({
      'source.bytes': 100,
      'destination.bytes': 900,
      'network.bytes': 1000,
      'source.packets': 2,
      'destination.packets': 5,
      'network.packets': 7,
    })
  })

  test('of a Cisco ASA that was denied says so', () => {
    const template = v9Template(263, [...addresses, [233, 1], [33_002, 2], [323, 8]])
    const [record] = createFeed()(v9Packet({}, template, set(263, pair, u8(3), u16(1001), u64(BigInt(exportedAt - 500)))))
    expect(fieldsOf(record)).toMatchObject({
      'event.action': 'flow_denied',
      'event.outcome': 'failure',
      'netflow.firewallEvent': 3,
      'netflow.asaFirewallExtendedEvent': 1001,
    })
    expect(record?.time).toBe(exportedAt - 500)
  })

  test('of ICMP has a type and code, and no ports', () => {
    const template = v9Template(256, [...addresses, [4, 1], [7, 2], [11, 2]])
    const [record] = createFeed()(v9Packet({}, template, set(256, pair, u8(1), u16(0, 0x0303))))
    expect(fieldsOf(record)).toMatchObject({ 'network.transport': 'icmp', 'netflow.icmpTypeCodeIPv4': 0x0303 })
    expect(record?.fields['destination.port']).toBeUndefined()
  })

  test('keeps IPv6 addresses in canonical form', () => {
    const template = ipfixTemplate(256, [
      [27, 16],
      [28, 16],
    ])
    const source = u16(0x2001, 0xdb8, 0, 0, 1, 0, 0, 1)
    const [record] = createFeed()(ipfixMessage({}, template, set(256, source, u16(0xfe80, 0, 0, 0, 0, 0, 0, 0))))
    expect(fieldsOf(record)).toMatchObject({ 'source.ip': '2001:db8::1:0:0:1', 'destination.ip': 'fe80::', 'network.type': 'ipv6' })
  })
})

describe('fields', () => {
  test('of variable length, short and long, are read one after the other', () => {
    const long = 'x'.repeat(300)
    const template = ipfixTemplate(256, [
      [460, 0xffff],
      [468, 0xffff],
      [457, 2],
    ])
    const [record] = createFeed()(ipfixMessage({}, template, set(256, u8(7), text('a.test/'), u8(255), u16(300), text(long), u16(404))))
    expect(fieldsOf(record)).toMatchObject({
      'netflow.httpRequestHost': 'a.test/',
      'netflow.httpUserAgent': long,
      'netflow.httpStatusCode': 404,
    })
  })

  test('of reduced size are numbers all the same', () => {
    const template = ipfixTemplate(256, [
      [1, 3],
      [2, 1],
      [148, 5],
    ])
    const [record] = createFeed()(ipfixMessage({}, template, set(256, u8(1, 0, 0, 9, 1, 0, 0, 0, 2))))
    expect(fieldsOf(record)).toMatchObject({ 'source.bytes': 65_536, 'source.packets': 9, 'netflow.flowId': 2 ** 32 + 2 })
  })

  test('that a double cannot hold stay exact', () => {
    const [record] = createFeed()(ipfixMessage({}, ipfixTemplate(256, [[148, 8]]), set(256, u64(2n ** 63n + 1n))))
    expect(record?.fields['netflow.flowId']).toBe('9223372036854775809')
  })

  test('of vendors and of nobody keep a name and a value', () => {
    const template = ipfixTemplate(256, [
      [118, 2, 35_632],
      [9, 3, 99_999],
      [7777, 2],
    ])
    const [record] = createFeed()(ipfixMessage({}, template, set(256, u16(91), u8(0xab, 0xcd, 0xef), u8(0, 1))))
    expect(fieldsOf(record)).toMatchObject({
      'netflow.ntopL7Protocol': 91,
      'netflow.enterprise99999Element9': 'abcdef',
      'netflow.element7777': '0001',
    })
  })

  test('that a template names twice are both kept', () => {
    const [record] = createFeed()(
      ipfixMessage(
        {},
        ipfixTemplate(256, [
          [184, 4],
          [184, 4],
        ]),
        set(256, u32(1, 2)),
      ),
    )
    expect(fieldsOf(record)).toMatchObject({ 'netflow.tcpSequenceNumber': 1, 'netflow.tcpSequenceNumber_2': 2 })
  })

  test('with structured data are JSON (RFC 6313)', () => {
    const templates = [
      ipfixTemplate(300, [
        [7, 2],
        [11, 2],
      ]),
      ipfixTemplate(301, [
        [291, 0xffff],
        [292, 0xffff],
        [293, 0xffff],
      ]),
    ]
    const basic = [...u8(3), ...u16(10, 4), ...u32(5, 6)]
    const sub = [...u8(3), ...u16(300), ...u16(80, 443)]
    const multi = [...u8(3), ...u16(300, 8), ...u16(1, 2), ...u16(999, 4)]
    const sized = (bytes: number[]) => [bytes.length, ...bytes]
    const [record] = createFeed()(ipfixMessage({}, ...templates, set(301, sized(basic), sized(sub), sized(multi))))
    expect(fieldsOf(record)).toMatchObject({
      'netflow.basicList': '[5,6]',
      'netflow.subTemplateList': '[{"sourceTransportPort":80,"destinationTransportPort":443}]',
      // Template 999 is not known: the whole list stays as bytes.
      'netflow.subTemplateMultiList': '03012c00080001000203e70004',
    })
  })
})

test('an exporter is the same one whether or not the listener also hears IPv6', () => {
  const { parser } = createFeed()
  createFeed({ parser, peer: '192.0.2.7' })(v9Packet({}, v9Template(260, addresses)))
  const [record] = createFeed({ parser, peer: '::ffff:192.0.2.7' })(v9Packet({}, set(260, pair)))
  expect(fieldsOf(record)).toMatchObject({ 'observer.ip': '192.0.2.7', 'event.action': 'netflow_flow' })
})
