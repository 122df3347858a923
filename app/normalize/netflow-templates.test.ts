import { describe, expect, test } from 'vitest'
import {
  addresses,
  createFeed,
  exportedAt,
  fieldsOf,
  ipfixMessage,
  ipfixOptions,
  ipfixTemplate,
  pair,
  set,
  text,
  u32,
  u8,
  v9Options,
  v9Packet,
  v9Template,
} from './testing/flow-packets.ts'

describe('templates', () => {
  const template = v9Template(256, [...addresses])

  test('that come after their data still read it, with its own header', () => {
    const feed = createFeed()
    expect(feed(v9Packet({ sequence: 1, seconds: exportedAt / 1000 - 60 }, set(256, pair)))).toEqual([])
    const [waited, next] = feed(v9Packet({ sequence: 2 }, template, set(256, pair)))
    expect(waited).toMatchObject({ time: exportedAt - 60_000, fields: { 'netflow.flow_sequence': 1, 'source.ip': '198.51.100.7' } })
    expect(next?.fields['netflow.flow_sequence']).toBe(2)
  })

  test('of one exporter or domain do not read the data of another', () => {
    const feed = createFeed()
    feed(v9Packet({}, template))
    expect(feed(v9Packet({ domain: 8 }, set(256, pair)))).toEqual([])
    expect(createFeed({ parser: feed.parser, peer: '192.0.2.2' })(v9Packet({}, set(256, pair)))).toEqual([])
    expect(feed(ipfixMessage({}, set(256, pair)))).toEqual([])
    expect(feed(v9Packet({}, set(256, pair)))).toHaveLength(1)
  })

  test('may change', () => {
    const feed = createFeed()
    feed(
      v9Packet({}, template),
      v9Packet(
        {},
        v9Template(256, [
          [12, 4],
          [8, 4],
        ]),
      ),
    )
    expect(feed(v9Packet({}, set(256, pair)))[0]?.fields['source.ip']).toBe('203.0.113.9')
  })

  test('outlive a restart', () => {
    const before = createFeed()
    before(v9Packet({}, template, v9Options(257, [[1, 4]], [[34, 4]]), set(257, u32(0, 100))))
    const after = createFeed()
    after.parser.restore(JSON.parse(JSON.stringify(before.parser.snapshot())))
    expect(fieldsOf(after(v9Packet({}, set(256, pair)))[0])).toMatchObject({ 'source.ip': '198.51.100.7', 'netflow.sampling_rate': 100 })
    expect(after.parser.snapshot()).toEqual(before.parser.snapshot())
  })

  test('that never come leave their data unparsed, not lost', () => {
    const feed = createFeed()
    for (let sequence = 0; sequence < 64; sequence += 1) expect(feed(v9Packet({ sequence }, set(256, pair)))).toEqual([])
    const [evicted] = feed(v9Packet({ sequence: 64 }, set(256, pair)))
    expect(evicted).toMatchObject({
      time: exportedAt,
      fields: { 'event.kind': 'pipeline_error', 'error.code': 'no_template', 'observer.ip': '192.0.2.1' },
    })
    expect([...(evicted?.raw ?? [])]).toEqual(pair)
    const rest: unknown[] = []
    feed.parser.end?.((draft) => rest.push(draft.fields['error.code']))
    expect(rest).toEqual(Array.from({ length: 64 }, () => 'no_template'))
  })

  test('are waited for half an hour', () => {
    const feed = createFeed()
    feed(v9Packet({}, set(256, pair)))
    const later = createFeed({ parser: feed.parser, arrival: exportedAt + 31 * 60_000 })
    expect(later(v9Packet({}, template))[0]?.fields['error.code']).toBe('no_template')
  })
})

describe('options records', () => {
  test('are kept, and tell the sampling rate of the flows to come', () => {
    const feed = createFeed()
    const [options] = feed(
      v9Packet(
        {},
        v9Options(
          257,
          [[1, 4]],
          [
            [48, 1],
            [50, 4],
          ],
        ),
        set(257, u32(0), u8(3), u32(512)),
      ),
    )
    expect(options?.fields).toMatchObject({
      'event.dataset': 'netflow.options',
      'netflow.samplerId': 3,
      'netflow.samplerRandomInterval': 512,
    })
    const flows = feed(
      v9Packet(
        {},
        v9Template(256, [
          [48, 1],
          [1, 4],
        ]),
        set(256, u8(3), u32(10), u8(4), u32(10)),
      ),
    )
    expect(flows.map(({ fields }) => fields['netflow.sampling_rate'])).toEqual([512, undefined])
    expect(flows.map(({ fields }) => fields['source.bytes'])).toEqual([10, 10])
  })

  test('of PSAMP give a rate from interval and space (RFC 5477)', () => {
    const feed = createFeed()
    feed(
      ipfixMessage(
        {},
        ipfixOptions(400, 1, [
          [149, 4],
          [305, 4],
          [306, 4],
        ]),
        set(400, u32(7, 1, 99)),
      ),
    )
    expect(feed(ipfixMessage({}, ipfixTemplate(256, [[1, 4]]), set(256, u32(5))))[0]?.fields['netflow.sampling_rate']).toBe(100)
  })

  test('name applications and interfaces', () => {
    const feed = createFeed()
    const applications = ipfixOptions(400, 1, [
      [95, 4],
      [96, 8],
    ])
    const interfaces = ipfixOptions(401, 1, [
      [10, 4],
      [82, 6],
    ])
    feed(ipfixMessage({}, applications, interfaces, set(400, u8(13, 0, 1, 175), text('YouTube\0')), set(401, u32(4), text('ge-0/0'))))
    const [flow] = feed(
      ipfixMessage(
        {},
        ipfixTemplate(256, [
          [95, 4],
          [10, 4],
        ]),
        set(256, u8(13, 0, 1, 175), u32(4)),
      ),
    )
    expect(fieldsOf(flow)).toMatchObject({
      'netflow.applicationId': '13:431',
      'network.application': 'youtube',
      'observer.ingress.interface.name': 'ge-0/0',
    })
  })
})
