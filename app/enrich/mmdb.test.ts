import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { Reader, type Response } from 'maxmind'
import { describe, expect, test } from 'vitest'
import { requestsSchema } from '../model/config.ts'
import { parseAddress } from './address.ts'
import { createEnrichers } from './index.ts'
import { MmdbValues } from './mmdb.ts'

const fixtures = new URL('../../../shared/fixtures/maxmind/', import.meta.url)
const isPresent = existsSync(fixtures)
const open = (bytes: Uint8Array) => new Reader<Response>(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
const load = (file: string) => new Uint8Array(readFileSync(new URL(file, fixtures)))

/** A record's own fields after enrichment with this database for both country and ASN. */
function enrich(database: Uint8Array, ip: string): Record<string, unknown> {
  const data = {
    country: database,
    asn: { kind: 'mmdb', bytes: database } as const,
    home_networks: [],
    zones: {},
    requests: requestsSchema.parse({}),
  }
  const record = { seq: 1, time: 0, arrival: 0, source: 's', raw: new Uint8Array(0), fields: { 'source.ip': ip } }
  for (const enricher of createEnrichers(data, open)) enricher.enrich(record)
  return record.fields
}

interface Listed {
  country?: { iso_code?: string }
  autonomous_system_number?: number
  autonomous_system_organization?: string
}

describe.skipIf(!isPresent)('MaxMind’s test databases', () => {
  test.each([
    'GeoLite2-Country-Test',
    'GeoIP2-Country-Test',
    'GeoLite2-City-Test',
    'GeoIP2-City-Test',
    'GeoIP2-Enterprise-Test',
    'GeoLite2-ASN-Test',
    'GeoIP2-ISP-Test',
  ])('%s gives the records it lists', (name) => {
    const bytes = load(`test-data/${name}.mmdb`)
    const database = open(bytes)
    const values = new MmdbValues(bytes, database, (value) => value as Listed | null)
    const entries = (JSON.parse(readFileSync(new URL(`source-data/${name}.json`, fixtures), 'utf8')) as Record<string, Listed>[]).flatMap(
      Object.entries,
    )
    expect(entries.length).toBeGreaterThan(30)
    // A network that is listed again, or has a smaller one listed at its first address, is spoken for by the other.
    const first = new Map(entries.map(([cidr, listed]) => [firstAddress(cidr), listed]))
    let checked = 0
    for (const [ip, listed] of first) {
      const found = values.find(parseAddress(ip)!, ip)
      expect(found?.country?.iso_code, ip).toBe(listed.country?.iso_code)
      expect(found?.autonomous_system_number, ip).toBe(listed.autonomous_system_number)
      expect(found?.autonomous_system_organization, ip).toBe(listed.autonomous_system_organization)
      checked += 1
    }
    expect(checked).toBe(first.size)
  })

  test('name country and autonomous system in a record', () => {
    expect(enrich(load('test-data/GeoLite2-Country-Test.mmdb'), '81.2.69.160')).toMatchObject({ 'source.geo.country_iso_code': 'GB' })
    expect(enrich(load('test-data/GeoLite2-ASN-Test.mmdb'), '1.128.0.1')).toMatchObject({
      'source.as.number': 1221,
      'source.as.organization.name': 'Telstra Pty Ltd',
    })
    // 12.81.96.0/19 has a number and no name.
    expect(enrich(load('test-data/GeoLite2-ASN-Test.mmdb'), '12.81.96.1')).toEqual({ 'source.ip': '12.81.96.1', 'source.as.number': 7018 })
  })

  const good = ['ipv4-24', 'ipv4-28', 'ipv4-32', 'ipv6-24', 'ipv6-28', 'ipv6-32', 'mixed-24', 'mixed-28', 'mixed-32', 'nested', 'decoder']
  test.each(good.map((name) => `MaxMind-DB-test-${name}.mmdb`))('%s: the tree walked here leads where the library’s walk leads', (name) => {
    const bytes = load(`test-data/${name}`)
    const database = open(bytes)
    const values = new MmdbValues(bytes, database, (value) => (value === null ? undefined : { value }))
    const near = fc.nat(255).map((last) => `1.1.1.${last}`)
    const near6 = fc.nat(255).map((last) => `::${last < 128 ? '1:ffff:' : '2:0:'}${last.toString(16)}`)
    fc.assert(
      fc.property(fc.oneof(near, near6, fc.ipV4(), fc.ipV6()), (ip) => {
        const address = parseAddress(ip)!
        const isBeyond = address.kind === 'ipv6' && database.metadata.ipVersion === 4
        // ::ffff:0:0/96 is IPv4 to us, wherever a database keeps it.
        const isMapped = address.kind === 'ipv4' && ip.includes(':')
        if (!isMapped) expect(values.find(address, ip)?.value ?? null).toEqual(isBeyond ? null : database.get(ip))
      }),
    )
  })

  const files = isPresent ? readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.mmdb')) : []
  test.each(files)('%s is read or refused, and looking into it never throws or hangs', (file) => {
    const bytes = load(file)
    let database: Reader<Response>
    try {
      database = open(bytes)
    } catch (error) {
      expect(error).toBeInstanceOf(Error)
      return
    }
    const values = new MmdbValues(bytes, database, (value) => value)
    for (let index = 0; index < 3000; index += 1) {
      const last = index % 256
      const ip =
        index % 2 ? `${(index * 37) % 224}.${(index * 91) % 256}.7.${last}` : `2001:${((index * 77) % 65_536).toString(16)}::${last}`
      values.find(parseAddress(ip)!, ip)
    }
  })
})

test('a database that fails again and again is asked no more', () => {
  let asked = 0
  // A full tree of 63 nodes with two records of 32 bits each, whose 64 leaves point to different data.
  const nodeCount = 63
  const tree = new DataView(new ArrayBuffer(nodeCount * 8))
  for (let child = 1; child <= 2 * nodeCount; child += 1) tree.setUint32((child - 1) * 4, child < nodeCount ? child : nodeCount + child)
  const bytes = new Uint8Array(tree.buffer)
  const database = {
    metadata: { nodeCount, recordSize: 32, ipVersion: 4 },
    get(): unknown {
      asked += 1
      throw new Error('damaged')
    },
  }
  const values = new MmdbValues(bytes, database, (value) => value)
  for (let index = 0; index < 64; index += 1) values.find({ kind: 'ipv4', word: index * 2 ** 26 }, '')
  expect(asked).toBe(20)
  const torn = new MmdbValues(bytes, { ...database, metadata: { ...database.metadata, nodeCount: 64 } }, (value) => value)
  expect(torn.find({ kind: 'ipv4', word: 1 }, '')).toBeUndefined()
})

/** `::1.2.3.0/120` is how some lists write 1.2.3.0/24. */
function firstAddress(cidr: string): string {
  const address = cidr.slice(0, cidr.indexOf('/'))
  return address.startsWith('::') && address.includes('.') ? address.slice(2) : address
}
