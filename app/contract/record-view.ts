import type { FieldValue } from '../model/fields.ts'

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
