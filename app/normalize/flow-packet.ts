import type { Fields } from '../model/fields.ts'
import type { RecordDraft, UnparsedReason } from '../model/record.ts'
import type { ExporterKey } from './flow-exporter.ts'

export type EmitDraft = (draft: RecordDraft) => void

/** What the header of an export packet says, and who sent it. */
export interface FlowPacket {
  exporter: ExporterKey
  sequence: number
  /** Export time, milliseconds since the epoch. */
  exported: number
  /** When the exporter's uptime began, milliseconds since the epoch; NaN where the header has no uptime. */
  bootTime: number
  /** A copy of the datagram: records keep views of it as their raw bytes. */
  bytes: Uint8Array
  view: DataView
}

/** An exporter without a clock sends zero: then its arrival is all there is. */
export function exportTime(seconds: number, arrival: number): number {
  return seconds === 0 ? arrival : seconds * 1000
}

/** What cannot be read is a record too, with its bytes and the reason. */
export function createProblem(
  packet: Pick<FlowPacket, 'exporter' | 'exported'>,
  reason: UnparsedReason,
  message: string,
  raw: Uint8Array,
): RecordDraft {
  const fields: Fields = {
    'event.kind': 'pipeline_error',
    'event.dataset': 'netflow',
    'error.code': reason,
    'error.message': message,
    'observer.ip': packet.exporter.peer,
  }
  const { version, domain } = packet.exporter
  if (version !== 0) {
    fields['netflow.version'] = version
    fields['netflow.observation_domain'] = domain
  }
  return { time: packet.exported, raw, fields }
}

export function isZeroFilled(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 0) return false
  return true
}
