import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createEnrichers } from '../enrich/index.ts'
import { settingsSchema, type Config } from '../model/config.ts'
import { loadEnrichData, openMmdb, type LoadedEnrichData } from './enrich-data.ts'

const folder = mkdtempSync(join(tmpdir(), 'vedette-enrich-'))
afterAll(() => rmSync(folder, { recursive: true }))

const maxmind = '../shared/fixtures/maxmind'
const load = (own: Partial<Config['enrichers']> = {}) => {
  const { enrichers, requests } = settingsSchema.parse({})
  return loadEnrichData({ enrichers: { ...enrichers, ...own }, requests })
}

function enrich(loaded: LoadedEnrichData, ip: string): Record<string, unknown> {
  const record = { seq: 1, time: 0, arrival: 0, source: 's', raw: new Uint8Array(0), fields: { 'source.ip': ip } }
  for (const enricher of createEnrichers(loaded.data, openMmdb)) enricher.enrich(record)
  return record.fields
}

test('the packaged data know the world, and their licences travel with them', () => {
  const loaded = load()
  expect(loaded.problems).toEqual([])
  expect(enrich(loaded, '8.8.8.8')).toMatchObject({ 'source.geo.country_iso_code': 'US', 'source.as.number': 15_169 })
  expect(enrich(loaded, '2001:4860:4860::8888')).toMatchObject({ 'source.as.number': 15_169 })
  expect(loaded.attributions.map(({ licence }) => licence)).toEqual(['CC0-1.0', 'CC-BY-4.0'])
  for (const word of ['nro.net', 'Route Views', 'DB-IP']) expect(loaded.attributions.map(({ text }) => text).join('\n')).toContain(word)
}, 30_000)

test('a file that is missing or no database is told, and the packaged data stand in', () => {
  const rubbish = join(folder, 'rubbish.mmdb')
  writeFileSync(rubbish, 'not a database')
  const { problems, data, attributions } = load({ country_mmdb: rubbish, asn_mmdb: join(folder, 'missing.mmdb') })
  expect(problems.map(({ file }) => file)).toEqual([rubbish, join(folder, 'missing.mmdb')])
  expect(data.asn?.kind).toBe('ranges')
  expect(attributions).toHaveLength(2)
}, 30_000)

describe.skipIf(!existsSync(maxmind))('MaxMind’s test databases', () => {
  test('stand in for the packaged data, whose attribution is then not owed', () => {
    const own = {
      country_mmdb: join(maxmind, 'test-data/GeoLite2-Country-Test.mmdb'),
      asn_mmdb: join(maxmind, 'test-data/GeoLite2-ASN-Test.mmdb'),
    }
    const loaded = load(own)
    expect(loaded).toMatchObject({ problems: [], attributions: [] })
    expect(enrich(loaded, '81.2.69.160')).toMatchObject({ 'source.geo.country_iso_code': 'GB' })
    expect(enrich(loaded, '1.128.0.1')).toMatchObject({ 'source.as.number': 1221 })
  })

  const damaged = existsSync(maxmind)
    ? readdirSync(join(maxmind, 'bad-data'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.mmdb'))
    : []
  test.each(damaged)(
    '%s is refused or harmless',
    (file) => {
      const loaded = load({ asn_mmdb: join(maxmind, 'bad-data', file) })
      const isRefused = loaded.problems.length === 1
      expect(loaded.data.asn?.kind).toBe(isRefused ? 'ranges' : 'mmdb')
      if (isRefused) expect(loaded.problems[0]?.message).toContain('cannot be used as a MaxMind DB')
      for (const ip of ['1.2.3.4', '200.1.1.1', '2a00::1']) expect(enrich(loaded, ip)).toHaveProperty(['source.ip'], ip)
    },
    30_000,
  )
})
