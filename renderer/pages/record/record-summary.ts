import type { RecordView } from '../../../app/contract/record-view.ts'
import { showTurns } from '../../format-plain.ts'
import { formatBytes } from '../../format.ts'

/** One line that tells a record apart from its neighbours: its message, or a flow's ends and size. */
export function summarizeRecord(record: Pick<RecordView, 'fields' | 'raw' | 'raw_encoding'>): string {
  const { fields } = record
  if (record.raw_encoding === 'hex') return summarizeFlow(fields)
  const message = fields['message']
  if (message !== undefined && message !== '') return oneLine(String(message))
  return oneLine(record.raw)
}

function summarizeFlow(fields: RecordView['fields']): string {
  const bytes = Number(fields['network.bytes'] ?? fields['source.bytes'] ?? 0)
  const parts = [
    `${endOf(fields, 'source')} → ${endOf(fields, 'destination')}`,
    fields['network.transport'],
    bytes > 0 && formatBytes(bytes),
  ]
  return parts.filter(Boolean).join(' · ')
}

export function endOf(fields: RecordView['fields'], side: 'source' | 'destination'): string {
  const address = String(fields[`${side}.ip`] ?? fields[`${side}.address`] ?? '?')
  const port = fields[`${side}.port`]
  if (port === undefined) return address
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** Line breaks and other control characters as spaces: one record is one row. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex
  return showTurns(text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim())
}

/** `48656c6c6f` → rows of 16 bytes with their offset and what is printable of them, as hexdump shows them. */
export function hexRows(hex: string): string {
  const rows: string[] = []
  for (let at = 0; at < hex.length; at += 32) {
    const bytes = hex.slice(at, at + 32).match(/../g) ?? []
    const text = bytes.map((byte) => (/^[2-6][0-9a-f]|7[0-9a-e]$/.test(byte) ? String.fromCharCode(parseInt(byte, 16)) : '.')).join('')
    rows.push(`${(at / 2).toString(16).padStart(4, '0')}  ${bytes.join(' ').padEnd(47)}  ${text}`)
  }
  return rows.join('\n')
}
