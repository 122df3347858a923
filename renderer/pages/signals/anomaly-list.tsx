import type { SignalPoint } from '../../../app/contract/signals.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { SeverityBadge } from '../../components/severity-badge.tsx'
import { Dot } from '../../components/signal-dot.tsx'
import { formatExact, formatValue, sayBand } from '../../components/signal-points.ts'
import { StatusBadge } from '../../components/status-badge.tsx'
import { formatCount } from '../../format.ts'
import { useTime } from '../../state/use-time.ts'
import { dotOf } from './dot-look.ts'
import { sayReason } from './series.ts'
import styles from './signals.module.css'

const most = 200

const columns = [
  { title: 'Time', width: 190 },
  { title: 'Value', align: 'end', width: 100 },
  { title: 'Expected', align: 'end', width: 130 },
  { title: 'Why' },
  { title: 'Event' },
  { title: 'Open', hidden: true, width: 70 },
] as const

/** The anomalies on the chart, newest first, each with its event. */
export function AnomalyList({
  anomalies,
  openId,
  onEvent,
}: {
  anomalies: SignalPoint[]
  openId: string | undefined
  onEvent: (id: string) => void
}) {
  const time = useTime()
  if (anomalies.length === 0)
    return (
      <EmptyState title="Nothing unusual in this time">
        <p>Every value was inside its band, or the engine was still warming up.</p>
      </EmptyState>
    )
  return (
    <>
      <PlainTable label="Anomalies" columns={columns}>
        <tbody>
          {anomalies.slice(0, most).map((point) => {
            const { ts, value, lower, upper, event } = point
            const look = dotOf(point)
            return (
              <tr key={ts} data-open={event !== undefined && event.id === openId}>
                <td>
                  <span className={styles.time}>
                    {look && <Dot look={look} />}
                    {time(ts)}
                  </span>
                </td>
                <td data-align="end">{formatExact(value)}</td>
                <td data-align="end">{sayBand(lower, upper) ?? <span className={styles.faint}>no band</span>}</td>
                <td>{sayReason(point, formatValue)}</td>
                <td>
                  {event === undefined ? (
                    <span className={styles.faint} title="Detection, or the flag of its rule, was off when it was judged">
                      none
                    </span>
                  ) : (
                    <span className={styles.dotted}>
                      <SeverityBadge severity={event.severity} />
                      <StatusBadge status={event.status} verdict={event.verdict} />
                    </span>
                  )}
                </td>
                <td data-align="end">
                  {event !== undefined && (
                    <Button size="small" onPress={() => onEvent(event.id)} aria-label={`Open the event of ${time(ts)}`}>
                      Open
                    </Button>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </PlainTable>
      {anomalies.length > most && (
        <p className={styles.more}>{formatCount(anomalies.length - most)} more: zoom in on the chart to list them.</p>
      )}
    </>
  )
}
