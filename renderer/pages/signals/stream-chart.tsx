import { useMemo } from 'react'
import { Button } from '../../components/button.tsx'
import { Dot } from '../../components/signal-dot.tsx'
import { SignalChart } from '../../components/signal-chart.tsx'
import type { ChartPoint } from '../../components/signal-points.ts'
import { formatCount, formatMany } from '../../format.ts'
import { useTime } from '../../state/use-time.ts'
import { legendOf } from './dot-look.ts'
import { chartPointsOf, gapOf } from './series.ts'
import type { SignalRow } from './signal-rows.ts'
import type { SeriesShown } from './use-series.ts'
import styles from './signals.module.css'

export interface StreamChartProps {
  row: SignalRow
  signal: string
  shown: SeriesShown
  loading: boolean
  onZoom: (from: number, to: number) => void
  /** Unset where there is no way back. */
  onBack: (() => void) | undefined
  onAll: () => void
  onEvent: (id: string) => void
}

const none: readonly { from: number; to: number }[] = []

/** A signal over time, with its legend and what is not shown of it. */
export function StreamChart({ row, signal, shown, loading, onZoom, onBack, onAll, onEvent }: StreamChartProps) {
  const { series, from, to } = shown
  const time = useTime()
  const points = useMemo(() => chartPointsOf(series.points), [series.points])
  const gap = gapOf(row.stream, series)
  const openDot = ({ ts }: ChartPoint) => {
    const id = series.points.find((point) => point.ts === ts)?.event?.id
    if (id !== undefined) onEvent(id)
  }
  const empty = series.points.length === 0
  return (
    <div className={styles.chart} data-loading={loading}>
      <SignalChart
        label={signal}
        points={points}
        from={from}
        to={to}
        gap={gap}
        labels={none}
        height={260}
        onZoom={onZoom}
        onBack={() => onBack?.()}
        onDot={openDot}
        caption={
          <>
            <span role="status">
              {formatMany(series.total, 'value')}
              {series.sampled && `, drawn by ${formatCount(series.points.length)} of them with every anomaly`}
            </span>
            <span className={styles.key}>
              <span className={styles.bandKey} /> expected
            </span>
            {legendOf(series.points).map(({ kind, look, count }) => (
              <span key={kind} className={styles.key}>
                <Dot look={look} />
                {look.label} <b>{formatCount(count)}</b>
              </span>
            ))}
            {onBack !== undefined && (
              <Button size="small" variant="quiet" keys="Escape" onPress={onBack}>
                Zoom out
              </Button>
            )}
          </>
        }
      />
      {empty && (
        <div className={styles.over} role="status">
          <p>Nothing in this time.</p>
          {series.last !== undefined && (
            <p>
              The newest value is of {time(series.last)}.{' '}
              <Button size="small" onPress={onAll}>
                Show all of it
              </Button>
            </p>
          )}
        </div>
      )}
    </div>
  )
}
