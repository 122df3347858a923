import { AsnRanges, type AutonomousSystem } from './asn-ranges.ts'
import { createDirection } from './direction.ts'
import type { EnrichData, Enricher } from './enricher.ts'
import { createGeo } from './geo.ts'
import { MmdbValues, type OpenMmdb } from './mmdb.ts'
import { Places, type Lookup } from './places.ts'
import { createRequest } from './request.ts'
import { service } from './service.ts'

export type { Mmdb, OpenMmdb } from './mmdb.ts'

/** Every enricher, in order. Adding one: its file, its test, its line here. */
export function createEnrichers(data: EnrichData, openMmdb: OpenMmdb): readonly Enricher[] {
  const places = new Places({
    home_networks: data.home_networks,
    zones: data.zones,
    country: openCountries(data, openMmdb),
    asn: openSystems(data, openMmdb),
  })
  return [createGeo(places), createDirection(places), service, createRequest(data.requests)]
}

/** Country databases name it `country.iso_code` (GeoIP2's form) or `country_code` (ip-location-db's). */
interface CountryRecord {
  country?: { iso_code?: unknown }
  country_code?: unknown
}

interface SystemRecord {
  autonomous_system_number?: unknown
  autonomous_system_organization?: unknown
}

function openCountries(data: EnrichData, openMmdb: OpenMmdb): Lookup<string> | undefined {
  if (data.country === undefined) return undefined
  const countries = new MmdbValues(data.country, openMmdb(data.country), (value) => {
    const record = value as CountryRecord | null
    const code = record?.country?.iso_code ?? record?.country_code
    return typeof code === 'string' ? code : undefined
  })
  return (address, ip) => countries.find(address, ip)
}

function openSystems(data: EnrichData, openMmdb: OpenMmdb): Lookup<AutonomousSystem> | undefined {
  if (data.asn === undefined) return undefined
  if (data.asn.kind === 'ranges') {
    const ranges = new AsnRanges(data.asn.bytes)
    return (address) => ranges.find(address)
  }
  const systems = new MmdbValues(data.asn.bytes, openMmdb(data.asn.bytes), readSystem)
  return (address, ip) => systems.find(address, ip)
}

function readSystem(value: unknown): AutonomousSystem | undefined {
  const { autonomous_system_number: number, autonomous_system_organization: organization } = (value ?? {}) as SystemRecord
  if (typeof number !== 'number') return undefined
  return { number, organization: typeof organization === 'string' ? organization : undefined }
}
