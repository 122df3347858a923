import { useEffect, useMemo, useState } from 'react'
import type { Condition } from '../../../app/model/query.ts'
import { Progress } from '../../components/progress.tsx'
import { TimeChart } from '../../components/time-chart.tsx'
import { boundsOf, niceInterval, rangeToText, type TimeRange } from '../../components/time-range.ts'
import { fillBuckets } from '../../query/buckets.ts'
import { refine } from '../../query/view.ts'
import { useHealth } from '../../state/health.ts'
import { useRequest } from '../../state/use-request.ts'

/** Colours for sources, in the order of their names; more than these share the last. */
const tokens = ['--accent', '--low', '--info', '--medium', '--high']
const minute = 60_000
const renewal = 5_000

export interface RecordHistogramProps {
  conditions: readonly Condition[]
  range: TimeRange
  /** Follows the clock. */
  follow: boolean
}

/** Records over time, stacked by source; another range takes another one (`key`). Counted from roll-ups by the minute where there is no condition. */
export function RecordHistogram({ conditions, range, follow }: RecordHistogramProps) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!follow) return
    const timer = setInterval(() => !document.hidden && setNow(Date.now()), renewal)
    return () => clearInterval(timer)
  }, [follow])
  const store = useHealth(({ health }) => health?.store)
  const bounds = boundsOf(range, now)
  const from = bounds.from ?? store?.oldest
  const to = bounds.to ?? (range.kind === 'all' ? store?.newest : now)
  const interval = from === undefined || to === undefined ? undefined : Math.max(minute, niceInterval(to - from, 100))
  // Whole buckets: the same question, and so the same answer, until the next one begins.
  const aligned = from === undefined || interval === undefined ? undefined : Math.floor(from / interval) * interval
  const query = {
    ...(aligned !== undefined && { from: aligned }),
    ...(bounds.to !== undefined && { to: bounds.to }),
    conditions: [...conditions],
  }
  const [loaded, again] = useRequest('records.histogram', interval === undefined ? undefined : { query, interval })
  useEffect(() => {
    if (follow) again()
  }, [now, follow, again])

  const answer = loaded.output
  const chart = useMemo(() => {
    if (answer === undefined || interval === undefined) return { times: [], series: [] }
    const indexed = answer.buckets.map((bucket, index) => ({ ...bucket, index }))
    const { times, rows } = fillBuckets(indexed, { from, to, interval: answer.interval })
    const names = Object.keys(answer.series).sort()
    const series = names.map((name, position) => ({
      name,
      token: tokens[Math.min(position, tokens.length - 1)]!,
      values: rows.map((row) => (row === undefined ? 0 : (answer.series[name]?.[row.index] ?? 0))),
    }))
    if (series.length > 0) return { times, series }
    return { times, series: [{ name: 'records', token: tokens[0]!, values: rows.map((row) => row?.count ?? 0) }] }
  }, [answer, interval, from, to])
  return (
    <>
      <TimeChart
        label={answer?.exact === false ? 'Records (about)' : 'Records'}
        height={76}
        times={chart.times}
        interval={answer?.interval ?? interval ?? minute}
        series={chart.series}
        onZoom={(start, end) => refine({ range: rangeToText({ kind: 'between', from: start, to: end }), record: undefined })}
      />
      {loaded.kind === 'loading' && loaded.fraction !== undefined && conditions.length > 0 && (
        <Progress label="Counting records" fraction={loaded.fraction} />
      )}
    </>
  )
}
