import { AsnRanges } from './asn-ranges.ts'
import { parseAddress } from './address.ts'
import { createDirection } from './direction.ts'
import type { EnrichData, Enricher } from './enricher.ts'
import { createGeo } from './geo.ts'
import { Places } from './places.ts'
import { service } from './service.ts'

/** An open MaxMind DB; `get` gives the record of an address, or null. Handed in: its reader needs Node's Buffer. */
export interface Mmdb {
  get(ip: string): unknown
}
export type OpenMmdb = (bytes: Uint8Array) => Mmdb

/** Every enricher, in order. Adding one: its file, its test, its line here. */
export function createEnrichers(data: EnrichData, openMmdb: OpenMmdb): readonly Enricher[] {
  const places = new Places({
    home_networks: data.home_networks,
    zones: data.zones,
    country: openCountries(data, openMmdb),
    asn: openSystems(data, openMmdb),
  })
  return [createGeo(places), createDirection(places), service]
}

/** Country databases name it `country.iso_code` (GeoIP2's form) or `country_code` (ip-location-db's). */
interface CountryRecord {
  country?: { iso_code?: string }
  country_code?: string
}

interface SystemRecord {
  autonomous_system_number?: number
  autonomous_system_organization?: string
}

function openCountries(data: EnrichData, openMmdb: OpenMmdb): ((ip: string) => string | undefined) | undefined {
  if (data.country === undefined) return undefined
  const database = openMmdb(data.country)
  return (ip) => {
    const record = database.get(ip) as CountryRecord | null
    return record?.country?.iso_code ?? record?.country_code
  }
}

function openSystems(
  data: EnrichData,
  openMmdb: OpenMmdb,
): ((ip: string) => { number: number; organization: string } | undefined) | undefined {
  if (data.asn === undefined) return undefined
  if (data.asn.kind === 'ranges') {
    const ranges = new AsnRanges(data.asn.bytes)
    return (ip) => {
      const address = parseAddress(ip)
      return address && ranges.find(address)
    }
  }
  const database = openMmdb(data.asn.bytes)
  return (ip) => {
    const record = database.get(ip) as SystemRecord | null
    if (record?.autonomous_system_number === undefined) return undefined
    return { number: record.autonomous_system_number, organization: record.autonomous_system_organization ?? '' }
  }
}
