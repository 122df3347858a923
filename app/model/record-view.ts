import type { FieldValue } from './fields.ts'
import type { TelemetryRecord } from './record.ts'

/** A record as the window and the command line see it. */
export interface RecordView {
  seq: number
  time: number
  arrival: number
  source: string
  fields: Record<string, FieldValue>
  /** The raw bytes as text (bytes that are not UTF-8 shown as U+FFFD); for flows, hexadecimal. */
  raw: string
  raw_encoding: 'utf-8' | 'hex'
}

const decoder = new TextDecoder('utf-8')

export function viewRecord(record: TelemetryRecord): RecordView {
  const fields: Record<string, FieldValue> = {}
  for (const name in record.fields) {
    const value = record.fields[name]
    if (value !== undefined) fields[name] = value
  }
  const binary = record.fields['event.dataset']?.startsWith('netflow') ?? false
  return {
    seq: record.seq,
    time: record.time,
    arrival: record.arrival,
    source: record.source,
    fields,
    raw: binary ? formatHex(record.raw) : decoder.decode(record.raw),
    raw_encoding: binary ? 'hex' : 'utf-8',
  }
}

function formatHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}
