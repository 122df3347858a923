import type { RecordView } from '../../../app/contract/record-view.ts'
import type { DataColumn } from '../../components/data-table.tsx'
import { Badge } from '../../components/badge.tsx'
import { showTurns } from '../../format-plain.ts'
import { formatBytes, formatTime } from '../../format.ts'
import type { TimeZoneChoice } from '../../state/preferences.ts'
import { endOf, summarizeRecord } from '../record/record-summary.ts'
import styles from './live.module.css'

/** Columns of Live. A column of a field has the field's own name as its id. */
export function recordColumns(zone: TimeZoneChoice): DataColumn<RecordView>[] {
  const field = (id: string, title: string, size: number, rest: Partial<DataColumn<RecordView>> = {}): DataColumn<RecordView> => ({
    id,
    title,
    size,
    optional: true,
    cell: ({ fields }) => text(fields[id]),
    ...rest,
  })
  return [
    { id: 'time', title: 'Time', size: 152, cell: (record) => formatTime(record.time, zone) },
    { id: 'source', title: 'Source', size: 98, cell: (record) => text(record.source) },
    { id: 'event.dataset', title: 'Kind', size: 112, cell: (record) => <Kind record={record} /> },
    field('host.name', 'Host', 110, { optional: false }),
    { id: 'message', title: 'Message', size: 280, grow: 1, monospace: true, cell: (record) => text(summarizeRecord(record)) },
    {
      id: 'source.ip',
      title: 'From',
      size: 170,
      monospace: true,
      cell: ({ fields }) => ('source.ip' in fields ? text(endOf(fields, 'source')) : text(undefined)),
    },
    {
      id: 'destination.ip',
      title: 'To',
      size: 170,
      monospace: true,
      cell: ({ fields }) => ('destination.ip' in fields ? text(endOf(fields, 'destination')) : text(undefined)),
    },
    field('user.name', 'User', 90, { optional: false }),
    { id: 'arrival', title: 'Arrived', size: 152, optional: true, cell: (record) => formatTime(record.arrival, zone) },
    field('event.action', 'Action', 120),
    field('event.outcome', 'Outcome', 90),
    field('process.name', 'Process', 100),
    field('log.syslog.severity.name', 'Level', 90),
    field('network.transport', 'Transport', 84),
    field('network.bytes', 'Bytes', 84, { align: 'end', cell: ({ fields }) => text(bytes(fields['network.bytes'])) }),
    field('http.response.status_code', 'HTTP status', 92, { align: 'end' }),
    field('url.path', 'Path', 180, { monospace: true }),
    field('source.geo.country_iso_code', 'From country', 100),
    field('destination.geo.country_iso_code', 'To country', 100),
    field('network.direction', 'Direction', 90),
  ]
}

/** What a column's menu and filter keys act on; unset where the record has no such value. */
export function valueOfColumn(record: RecordView, column: string): { field: string; value: string | number | boolean } | undefined {
  if (column === 'source') return { field: 'source', value: record.source }
  const value = record.fields[column]
  return value === undefined || column === 'message' ? undefined : { field: column, value }
}

function Kind({ record }: { record: RecordView }) {
  if (record.fields['event.kind'] === 'pipeline_error') return <Badge tone="warning">not parsed</Badge>
  return <Badge>{String(record.fields['event.dataset'] ?? 'record')}</Badge>
}

function text(value: string | number | boolean | undefined) {
  if (value === undefined) return <span className={styles.none}>–</span>
  const shown = showTurns(String(value))
  return <span title={shown}>{shown}</span>
}

function bytes(value: string | number | boolean | undefined): string | undefined {
  return typeof value === 'number' ? formatBytes(value) : undefined
}
