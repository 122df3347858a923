import type { SecurityEvent } from '../../../app/model/event.ts'
import { Badge } from '../../components/badge.tsx'
import type { DataColumn } from '../../components/data-table.tsx'
import { SeverityBadge } from '../../components/severity-badge.tsx'
import { Sparkline } from '../../components/sparkline.tsx'
import { StatusBadge, statusLabels } from '../../components/status-badge.tsx'
import { showTurns } from '../../format-plain.ts'
import { formatAge, formatCount, formatName, formatTime } from '../../format.ts'
import type { TimeZoneChoice } from '../../state/preferences.ts'
import { activityOf, eventsOf, leadOf, summaryOf, type QueueRow } from './event-rows.ts'
import styles from './queue.module.css'

export interface ColumnContext {
  zone: TimeZoneChoice
  now: number
  from: number
  to: number
}

const bins = 24

/** Columns of the queue; those marked optional are off until asked for. */
export function queueColumns({ zone, now, from, to }: ColumnContext): DataColumn<QueueRow>[] {
  const time = (id: 'first_seen' | 'last_seen', title: string): DataColumn<QueueRow> => ({
    id,
    title,
    size: 160,
    optional: true,
    sortable: true,
    cell: (row) => formatTime(summaryOf(row)[id], zone),
  })
  return [
    { id: 'severity', title: 'Severity', size: 116, cell: (row) => <SeverityBadge severity={summaryOf(row).severity} /> },
    { id: 'risk_score', title: 'Risk', size: 62, align: 'end', sortable: true, cell: (row) => summaryOf(row).risk },
    { id: 'age', title: 'Age', size: 72, align: 'end', cell: (row) => <Age at={summaryOf(row).last_seen} now={now} zone={zone} /> },
    { id: 'rule', title: 'Rule', size: 230, grow: 2, cell: (row) => <RuleCell row={row} /> },
    {
      id: 'entity',
      title: 'Entity',
      size: 170,
      grow: 2,
      monospace: true,
      cell: (row) => <span title={leadOf(row).entity.value}>{showTurns(leadOf(row).entity.value)}</span>,
    },
    { id: 'count', title: 'Count', size: 78, align: 'end', sortable: true, cell: (row) => formatCount(summaryOf(row).count) },
    {
      id: 'activity',
      title: 'Activity',
      size: 118,
      cell: (row) => (
        <Sparkline values={activityOf(eventsOf(row), from, to, bins)} label="Activity over the time range" width={96} height={18} />
      ),
    },
    { id: 'attack', title: 'ATT&CK', size: 106, cell: (row) => <Techniques event={leadOf(row)} /> },
    { id: 'owner', title: 'Owner', size: 104, cell: (row) => <Owner owners={summaryOf(row).owners} /> },
    { id: 'status', title: 'Status', size: 142, cell: (row) => <RowStatus row={row} /> },
    { id: 'category', title: 'Category', size: 104, optional: true, cell: (row) => formatName(leadOf(row).category) },
    time('first_seen', 'First seen'),
    time('last_seen', 'Last seen'),
  ]
}

/** What the keyboard's filter keys act on in a column; unset where there is nothing to filter by. */
export function filterOfColumn(
  row: QueueRow,
  column: string | undefined,
): { field: 'severity' | 'rule' | 'entity' | 'owner' | 'category'; value: string } | undefined {
  const event = leadOf(row)
  switch (column) {
    case 'severity':
      return { field: 'severity', value: event.severity }
    case 'rule':
    case 'attack':
      return { field: 'rule', value: event.anomaly_type }
    case 'owner':
      return event.owner === undefined ? undefined : { field: 'owner', value: event.owner }
    case 'category':
      return { field: 'category', value: event.category }
    default:
      return { field: 'entity', value: event.entity.value }
  }
}

function RuleCell({ row }: { row: QueueRow }) {
  return (
    <>
      <span className={styles.rule} title={leadOf(row).title}>
        {leadOf(row).title}
      </span>
      {row.kind === 'group' && (
        <span className={styles.members}>
          <Badge>{row.events.length} events</Badge>
        </span>
      )}
    </>
  )
}

function Age({ at, now, zone }: { at: number; now: number; zone: TimeZoneChoice }) {
  return <span title={formatTime(at, zone)}>{formatAge(at, now)}</span>
}

function Techniques({ event }: { event: SecurityEvent }) {
  const [first, ...more] = event.techniques
  if (first === undefined) return <span className={styles.none}>none</span>
  return (
    <span title={event.techniques.map(({ id, name }) => `${id} ${name}`).join('\n')}>
      <code>{first.id}</code>
      {more.length > 0 && <span className={styles.none}> +{more.length}</span>}
    </span>
  )
}

function Owner({ owners }: { owners: readonly string[] }) {
  if (owners.length === 0) return <span className={styles.none}>nobody</span>
  return <span title={owners.join(', ')}>{owners.join(', ')}</span>
}

function RowStatus({ row }: { row: QueueRow }) {
  const { status } = summaryOf(row)
  if (status !== undefined) return <StatusBadge status={status} verdict={row.kind === 'event' ? row.event.verdict : undefined} />
  const present = [...new Set(eventsOf(row).map((event) => statusLabels[event.status]))]
  return <span title={present.join(', ')}>{present.join(', ')}</span>
}
