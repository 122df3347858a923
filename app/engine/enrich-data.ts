import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import envPaths from 'env-paths'
import { Reader, type Response } from 'maxmind'
import { packAsnRanges } from '../enrich/asn-ranges.ts'
import type { EnrichData } from '../enrich/enricher.ts'
import type { Mmdb } from '../enrich/index.ts'
import type { Config } from '../model/config.ts'

export interface Attribution {
  name: string
  licence: string
  text: string
}

export interface LoadedEnrichData {
  data: EnrichData
  attributions: Attribution[]
  /** What could not be used; the packaged data, or none, stands in. */
  problems: { file: string; message: string }[]
}

const require = createRequire(import.meta.url)
const countryPackage = '@ip-location-db/geo-whois-asn-country-mmdb'
const asnPackage = '@ip-location-db/asn'

/** The reader refuses what is not a MaxMind DB by throwing; the bytes are checked before they reach a thread. */
export function openMmdb(bytes: Uint8Array): Mmdb {
  return new Reader<Response>(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}

/** The analyst's own databases where they are given and sound, else the packaged ones. */
export function loadEnrichData({ enrichers: settings, requests }: Pick<Config, 'enrichers' | 'requests'>): LoadedEnrichData {
  const problems: LoadedEnrichData['problems'] = []
  const ownCountry = readOwn(settings.country_mmdb, problems)
  const ownAsn = readOwn(settings.asn_mmdb, problems)
  return {
    problems,
    attributions: listAttributions(ownCountry === undefined, ownAsn === undefined),
    data: {
      country: ownCountry ?? readFileSync(join(folderOf(countryPackage), 'geo-whois-asn-country.mmdb')),
      asn: ownAsn === undefined ? { kind: 'ranges', bytes: readAsnRanges() } : { kind: 'mmdb', bytes: ownAsn },
      home_networks: settings.home_networks,
      zones: settings.zones,
      requests,
    },
  }
}

function readOwn(file: string | null, problems: LoadedEnrichData['problems']): Uint8Array | undefined {
  if (file === null || file === '') return undefined
  try {
    const bytes = readFileSync(file)
    probe(openMmdb(bytes))
    return bytes
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    problems.push({ file, message: `${file} cannot be used as a MaxMind DB (${message}); the packaged data is used instead.` })
    return undefined
  }
}

/** Addresses all over the space: what the reader throws on, or takes long over, is a damaged file. */
function probe(database: Mmdb): void {
  const begun = performance.now()
  for (let index = 0; index < probes; index += 1) {
    database.get(`${(index * 37) % 224}.${(index * 91) % 256}.${(index * 7) % 256}.1`)
    if (database.metadata.ipVersion === 6)
      database.get(`2${((index * 0x61) % 0x1000).toString(16).padStart(3, '0')}:${(index % 0x1000).toString(16)}::1`)
    if (performance.now() - begun > longestProbe) throw new Error('its records take too long to read')
  }
}

const probes = 500
/** A sound database takes about 10. Milliseconds. */
const longestProbe = 2000

/** The packaged CSV, packed once a version and kept with the user's caches. */
function readAsnRanges(): Uint8Array {
  const folder = folderOf(asnPackage)
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  const cache = envPaths('vedette', { suffix: '' }).cache
  const file = join(cache, `asn-${version}.bin`)
  if (existsSync(file)) return readFileSync(file)
  const packed = packAsnRanges(readFileSync(join(folder, 'asn-ipv4.csv'), 'utf8'), readFileSync(join(folder, 'asn-ipv6.csv'), 'utf8'))
  try {
    mkdirSync(cache, { recursive: true })
    writeFileSync(`${file}.${process.pid}`, packed)
    renameSync(`${file}.${process.pid}`, file)
  } catch {
    // A cache that cannot be written costs the packing at every start, nothing else.
  }
  return packed
}

function folderOf(name: string): string {
  return dirname(require.resolve(`${name}/package.json`))
}

function listAttributions(country: boolean, asn: boolean): Attribution[] {
  const attributions: Attribution[] = []
  if (country) {
    attributions.push({
      name: `${countryPackage} (countries of addresses)`,
      licence: 'CC0-1.0',
      text: readLicences(countryPackage, ['NRO_LICENSE']),
    })
  }
  if (asn) {
    const text = readLicences(asnPackage, ['ROUTEVIEWS-LICENSE', 'DBIP-LICENSE', 'NRO_LICENSE', 'MODIFICATIONS'])
    attributions.push({ name: `${asnPackage} (autonomous systems of addresses)`, licence: 'CC-BY-4.0', text })
  }
  return attributions
}

function readLicences(name: string, files: readonly string[]): string {
  return files
    .map((file) => join(folderOf(name), file))
    .filter(existsSync)
    .map((file) => readFileSync(file, 'utf8').trim())
    .join('\n\n')
}
