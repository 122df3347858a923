import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { Reader, type Response } from 'maxmind'
import { describe, expect, test } from 'vitest'
import { requestsSchema } from '../model/config.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { parseAddress, parseIpv4 } from './address.ts'
import { AsnRanges, packAsnRanges } from './asn-ranges.ts'
import type { EnrichData } from './enricher.ts'
import { createEnrichers } from './index.ts'
import { NetworkList } from './networks.ts'

const openMmdb = (bytes: Uint8Array) => new Reader<Response>(Buffer.from(bytes))
const countries = readFileSync(
  join(
    dirname(createRequire(import.meta.url).resolve('@ip-location-db/geo-whois-asn-country-mmdb/package.json')),
    'geo-whois-asn-country.mmdb',
  ),
)
const ipv4 = '8.8.8.0,8.8.8.255,15169,Google LLC\n9.0.0.0,9.255.255.255,64500,"Nine, Inc."\n'
const ipv6 = '2001:4860::,2001:4860:ffff:ffff:ffff:ffff:ffff:ffff,15169,Google LLC\n'

function enrich(fields: TelemetryRecord['fields'], changes: Partial<EnrichData> = {}): TelemetryRecord['fields'] {
  const data: EnrichData = {
    country: countries,
    asn: { kind: 'ranges', bytes: packAsnRanges(ipv4, ipv6) },
    home_networks: ['10.0.0.0/8', 'fd00::/8'],
    zones: { servers: ['10.1.0.0/16'] },
    requests: requestsSchema.parse({}),
    ...changes,
  }
  const record: TelemetryRecord = { seq: 1, time: 0, arrival: 0, source: 's', raw: new Uint8Array(0), fields: { ...fields } }
  for (const enricher of createEnrichers(data, openMmdb)) enricher.enrich(record)
  return record.fields
}

test('a public address gets its country and autonomous system, a private one neither', () => {
  const fields = enrich({ 'source.ip': '10.1.2.3', 'destination.ip': '8.8.8.8', 'destination.port': 53 })
  expect(fields).toMatchObject({
    'destination.geo.country_iso_code': 'US',
    'destination.as.number': 15169,
    'destination.as.organization.name': 'Google LLC',
    'network.direction': 'outbound',
    'network.application': 'domain',
    'observer.ingress.zone': 'servers',
  })
  expect(fields['source.geo.country_iso_code']).toBeUndefined()
})

test.each([
  ['10.0.0.1', '10.0.0.2', 'internal'],
  ['10.0.0.1', '9.9.9.9', 'outbound'],
  ['9.9.9.9', '10.0.0.1', 'inbound'],
  ['9.9.9.9', '8.8.8.8', 'external'],
  ['10.0.0.1', '224.0.0.251', 'internal'],
  ['fd00::1', 'ff02::1', 'internal'],
  ['fd00::1', '2001:4860:4860::8888', 'outbound'],
])('from %s to %s is %s', (source, destination, direction) => {
  expect(enrich({ 'source.ip': source, 'destination.ip': destination })['network.direction']).toBe(direction)
})

test('an address that is none, and a record without addresses, are left as they are', () => {
  expect(enrich({ 'source.ip': 'not an address' })).toEqual({ 'source.ip': 'not an address' })
  expect(enrich({ message: 'x' })).toEqual({ message: 'x' })
})

test('a service the parser named already keeps its name', () => {
  expect(enrich({ 'destination.port': 443, 'network.application': 'quic' })['network.application']).toBe('quic')
})

describe('packed ASN ranges', () => {
  const ranges = new AsnRanges(packAsnRanges(ipv4, ipv6))
  const find = (ip: string) => {
    const address = parseAddress(ip)
    return address && ranges.find(address)
  }

  test('edges belong to the range, gaps to nobody, and quoted names keep their comma', () => {
    expect(find('8.8.8.0')?.number).toBe(15169)
    expect(find('8.8.8.255')?.number).toBe(15169)
    expect(find('8.8.9.0')).toBeUndefined()
    expect(find('1.1.1.1')).toBeUndefined()
    expect(find('9.1.2.3')).toEqual({ number: 64500, organization: 'Nine, Inc.' })
    expect(find('2001:4860:4860::8844')?.number).toBe(15169)
    expect(find('2001:4861::')).toBeUndefined()
  })

  test('answers as a scan of the list does, for any ranges and any address', () => {
    const addresses = fc.nat(0xffffffff)
    fc.assert(
      fc.property(fc.uniqueArray(addresses, { minLength: 2, maxLength: 40 }), addresses, (cuts, wanted) => {
        const sorted = cuts.sort((a, b) => a - b)
        const list = sorted.flatMap((start, at) =>
          at % 2 === 0 && at + 1 < sorted.length ? [[start, sorted[at + 1] ?? start] as const] : [],
        )
        const dotted = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join('.')
        const packed = new AsnRanges(packAsnRanges(list.map(([a, b], at) => `${dotted(a)},${dotted(b)},${at},org`).join('\n'), ''))
        const scanned = list.findIndex(([a, b]) => wanted >= a && wanted <= b)
        expect(packed.find({ kind: 'ipv4', word: wanted })?.number ?? -1).toBe(scanned)
      }),
    )
  })

  test('bytes that are no packed ranges are refused', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void expect(() => new AsnRanges(bytes)).toThrow(RangeError)))
  })
})

test('IPv4 is read as the reference reads it, and rubbish is refused without harm', () => {
  fc.assert(
    fc.property(fc.ipV4(), (text) => void expect(parseIpv4(text)).toBe(text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0))),
  )
  fc.assert(fc.property(fc.string(), (text) => void parseAddress(text)))
  for (const wrong of ['', '1', '1.2.3', '1.2.3.4.5', '1.2.3.256', '1..2.3', '1.2.3.4 ', '0001.2.3.4'])
    expect(parseIpv4(wrong)).toBeUndefined()
})

const canonical = (text: string): string => new URL(`http://[${text}]`).hostname

test('IPv6 is read as another reader reads it, in every way to write it', () => {
  const digits = fc.string({ unit: fc.constantFrom('0', '1', 'a', 'F', ':', '::', '.', '255', '%', 'g'), maxLength: 14 })
  fc.assert(
    fc.property(
      fc.oneof(
        fc.ipV6(),
        fc.tuple(fc.ipV6(), fc.ipV4()).map(([a, b]) => `${a.split(':').slice(0, 6).join(':')}:${b}`),
        digits,
      ),
      (text) => {
        const address = parseAddress(text)
        expect(address !== undefined, text).toBe(isIP(text) !== 0 || (text.includes('%') && address !== undefined))
        if (address?.kind !== 'ipv6' || text.includes('%')) return
        const groups = address.words.flatMap((word) => [word >>> 16, word & 0xffff]).map((group) => group.toString(16))
        expect(canonical(groups.join(':')), text).toBe(canonical(text))
      },
    ),
    { numRuns: 2000 },
  )
})

test('an IPv4-mapped IPv6 address is the IPv4 address', () => {
  expect(parseAddress('::ffff:192.0.2.1')).toEqual(parseAddress('192.0.2.1'))
})

test('a network list knows its edges in both families, and leaves out what it cannot read', () => {
  const list = new NetworkList(['10.0.0.0/8', '2001:db8::/33', 'nonsense', '1.2.3.4/99', '192.0.2.7'])
  const contains = (ip: string) => list.contains(parseAddress(ip)!)
  expect(['10.255.255.255', '2001:db8:7fff::1', '192.0.2.7'].every(contains)).toBe(true)
  expect(['11.0.0.0', '2001:db8:8000::', '192.0.2.8', '1.2.3.4'].some(contains)).toBe(false)
})
