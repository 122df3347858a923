import type { Fields } from './fields.ts'

/** One normalised piece of telemetry (DESIGN section 2). */
export interface TelemetryRecord {
  /** Position in the telemetry log: strictly increasing, never reused, stable for the record's life. */
  seq: number
  /** When it happened by the clock of the host that says so; milliseconds since the epoch. */
  time: number
  /** When it reached this machine; milliseconds since the epoch. Detectors never look at it. */
  arrival: number
  /** The configured source it came through (its `id`). */
  source: string
  /** The bytes as received: the syslog message, or the flow's own data record. */
  raw: Uint8Array
  fields: Fields
}

/** What a parser makes; the corridor adds `seq` and `source`. */
export interface RecordDraft {
  time: number
  raw: Uint8Array
  fields: Fields
}

/**
 * Why a message could not be (wholly) understood. Such a message is still a record:
 * `event.kind` is `pipeline_error`, `error.code` holds the reason, `raw` the bytes.
 */
export const unparsedReasons = [
  'empty',
  'no_header',
  'bad_header',
  'bad_priority',
  'bad_timestamp',
  'bad_structured_data',
  'bad_encoding',
  'too_long',
  'unknown_version',
  'bad_length',
  'no_template',
  'bad_template',
  'truncated',
  'unsupported',
  'bad_json',
  'bad_facts',
  'bad_measurement',
  /** A bug in the parser. */
  'parser_failure',
] as const
export type UnparsedReason = (typeof unparsedReasons)[number]

export function isUnparsed(record: { fields: Fields }): boolean {
  return record.fields['event.kind'] === 'pipeline_error'
}

/** The clock a record's `time` was read from: the host that wrote it, else the exporter, else the source. */
export function clockDomain(record: TelemetryRecord): string {
  return record.fields['host.name'] ?? record.fields['observer.ip'] ?? record.source
}
