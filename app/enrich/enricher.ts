import type { TelemetryRecord } from '../model/record.ts'

/** Adds fields to a record. Data (ranges, networks) is passed in at creation; never a network look-up. */
export interface Enricher {
  name: string
  enrich(record: TelemetryRecord): void
}
