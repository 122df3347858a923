import type { RequestSettings } from '../model/config.ts'
import type { TelemetryRecord } from '../model/record.ts'

/** Adds fields to a record. Data (ranges, networks) is passed in at creation; never a network look-up. */
export interface Enricher {
  name: string
  enrich(record: TelemetryRecord): void
}

/** Everything enrichers need, as plain bytes and values that cross a thread boundary. */
export interface EnrichData {
  /** A country database in MaxMind DB format. */
  country: Uint8Array | undefined
  /** An ASN database in MaxMind DB format, or the packed ranges of the packaged one. */
  asn: { kind: 'mmdb' | 'ranges'; bytes: Uint8Array } | undefined
  home_networks: readonly string[]
  /** Zone name → networks in CIDR notation. */
  zones: Readonly<Record<string, readonly string[]>>
  /** How HTTP records are read. */
  requests: RequestSettings
}
