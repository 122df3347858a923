import { useEffect, useMemo } from 'react'
import type { EventQuery } from '../../../app/model/query.ts'
import { severities } from '../../../app/model/severity.ts'
import { severityLabels } from '../../components/severity-badge.tsx'
import { TimeChart } from '../../components/time-chart.tsx'
import { niceInterval, rangeToText } from '../../components/time-range.ts'
import { fillBuckets } from '../../query/buckets.ts'
import { refine } from '../../query/view.ts'
import { onEventsChanged } from '../../state/events.ts'
import { useRequest } from '../../state/use-request.ts'

export interface EventHistogramProps {
  query: EventQuery
  bounds: { from?: number; to?: number }
  /** When the list below was asked for: the chart is asked anew with it. */
  asked: number
}

const calm = 1_000
const week = 604_800_000

/** Events over time, stacked by severity, the gravest at the bottom. */
export function EventHistogram({ query, bounds, asked }: EventHistogramProps) {
  const span = bounds.from === undefined ? undefined : (bounds.to ?? asked) - bounds.from
  const [extent] = useRequest('events.histogram', span === undefined ? { query, interval: week } : undefined)
  const known = extent.output?.buckets.map(({ time }) => time) ?? []
  const from = bounds.from ?? (known.length > 0 ? Math.min(...known) : undefined)
  const to = bounds.to ?? (span !== undefined ? asked : known.length > 0 ? Math.min(asked, Math.max(...known) + week) : undefined)
  const interval = from === undefined || to === undefined ? undefined : niceInterval(to - from)
  const [loaded, again] = useRequest('events.histogram', interval === undefined ? undefined : { query: { ...query, ...bounds }, interval })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = onEventsChanged(() => {
      timer ??= setTimeout(() => {
        timer = undefined
        again()
      }, calm)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [again])
  const buckets = loaded.output?.buckets
  const chart = useMemo(() => {
    if (buckets === undefined || interval === undefined) return { times: [], series: [] }
    const tight = bounds.from === undefined ? {} : { from, to: (to ?? 1) - 1 }
    const { times, rows } = fillBuckets(buckets, { ...tight, interval })
    const series = [...severities].reverse().map((severity) => ({
      name: severityLabels[severity],
      token: `--${severity}`,
      values: rows.map((row) => row?.counts[severity] ?? 0),
    }))
    return { times, series }
  }, [buckets, interval, from, to, bounds.from])
  return (
    <TimeChart
      label="Events"
      height={84}
      times={chart.times}
      interval={interval ?? 60_000}
      series={chart.series}
      onZoom={(start, end) => refine({ range: rangeToText({ kind: 'between', from: start, to: end }) })}
    />
  )
}
