import { Badge } from '../../components/badge.tsx'
import type { DataColumn } from '../../components/data-table.tsx'
import { formatExact, formatValue } from '../../components/signal-points.ts'
import { Switch } from '../../components/switch.tsx'
import { formatAgo, formatCount, formatTime } from '../../format.ts'
import type { TimeZoneChoice } from '../../state/preferences.ts'
import { lossesOf, sayEngine, saySource, saySourceBriefly, type SignalRow } from './signal-rows.ts'
import { SignalSparkline } from './signal-sparkline.tsx'
import { SignalStateBadge } from './signal-state.tsx'
import styles from './signals.module.css'

export interface SignalColumnContext {
  zone: TimeZoneChoice
  now: number
  /** The names and sources need the room that there is. */
  brief: boolean
  onSwitch: (row: SignalRow, enabled: boolean) => void
}

export function signalColumns({ zone, now, brief, onSwitch }: SignalColumnContext): DataColumn<SignalRow>[] {
  return [
    {
      id: 'enabled',
      title: 'On',
      size: 54,
      cell: (row) => (
        <Switch
          aria-label={`${row.title} on`}
          isSelected={row.enabled}
          onChange={(enabled) => onSwitch(row, enabled)}
          excludeFromTabOrder
        />
      ),
    },
    { id: 'name', title: 'Signal', size: 190, grow: brief ? 4 : 3, cell: (row) => <Name row={row} /> },
    {
      id: 'source',
      title: 'Source',
      size: 180,
      grow: 3,
      cell: ({ stream }) => <span title={saySource(stream.source)}>{saySourceBriefly(stream.source)}</span>,
    },
    {
      id: 'engine',
      title: 'Engine',
      size: 116,
      grow: 1,
      optional: brief,
      cell: (row) => <span title={sayEngine(row)}>{sayEngine(row)}</span>,
    },
    { id: 'state', title: 'State', size: 118, cell: (row) => <SignalStateBadge row={row} /> },
    {
      id: 'last',
      title: 'Last value',
      size: 92,
      align: 'end',
      cell: ({ view }) =>
        view?.last === undefined ? <None text="none" /> : <span title={formatExact(view.last.value)}>{formatValue(view.last.value)}</span>,
    },
    {
      id: 'age',
      title: 'Of',
      size: 92,
      optional: true,
      cell: ({ view }) =>
        view?.last === undefined ? (
          <None text="never" />
        ) : (
          <span title={formatTime(view.last.ts, zone)}>{formatAgo(view.last.ts, now)}</span>
        ),
    },
    { id: 'sparkline', title: 'Newest', size: 114, cell: ({ view }) => (view ? <SignalSparkline points={view.sparkline} /> : null) },
    {
      id: 'keys',
      title: 'Signals',
      size: 70,
      align: 'end',
      optional: brief,
      cell: ({ view }) => (view ? formatCount(view.keys) : <None text="0" />),
    },
    {
      id: 'anomalies',
      title: 'Anomalies',
      size: 92,
      align: 'end',
      cell: ({ view }) => (view === undefined || view.anomalies === 0 ? <None text="0" /> : formatCount(view.anomalies)),
    },
    { id: 'losses', title: 'Lost', size: 78, grow: 1, cell: (row) => <Losses row={row} /> },
  ]
}

function Name({ row }: { row: SignalRow }) {
  return (
    <>
      <span className={styles.name} title={row.title === row.name ? row.name : `${row.title} (${row.name})`}>
        {row.title}
      </span>
      {row.preset === undefined && (
        <span className={styles.mark}>
          <Badge tone="accent">yours</Badge>
        </span>
      )}
    </>
  )
}

function Losses({ row: { view } }: { row: SignalRow }) {
  const losses = view === undefined ? [] : lossesOf(view)
  const [first] = losses
  if (first === undefined) return <None text="nothing" />
  return (
    <span title={losses.map(({ label, why }) => `${label}: ${why}`).join('\n')}>
      <Badge tone="warning">{losses.length === 1 ? first.label : `${first.label}, +${losses.length - 1}`}</Badge>
    </span>
  )
}

function None({ text }: { text: string }) {
  return <span className={styles.faint}>{text}</span>
}
