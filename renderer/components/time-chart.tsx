import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatCount, formatTime } from '../format.ts'
import { usePreferences } from '../state/preferences.ts'
import { chartOptions, stack, type SeriesLook } from './time-chart-options.ts'
import { useRootLook } from './use-root-tokens.ts'
import frameStyles from './chart-frame.module.css'
import styles from './time-chart.module.css'

export interface TimeSeries {
  name: string
  /** Design token of its colour: `--critical`. */
  token: string
  /** One for each time. */
  values: readonly number[]
}

export interface TimeChartProps {
  /** What is counted: “Events by severity”. */
  label: string
  /** Starts of the buckets, milliseconds since the epoch, ascending. */
  times: readonly number[]
  /** Width of a bucket, in milliseconds. */
  interval: number
  /** Stacked, the first at the bottom. */
  series: readonly TimeSeries[]
  /** A stretch was dragged, or chosen by keyboard; milliseconds since the epoch. */
  onZoom?: (from: number, to: number) => void
  height?: number
}

/**
 * Stacked histogram over time. Dragging zooms. By keyboard it is a slider over its bars: arrows move, Shift marks a
 * stretch, Enter zooms into it; each bar is said in words.
 */
export function TimeChart({ label, times, interval, series, onZoom, height = 96 }: TimeChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(null)
  const zoom = useRef(onZoom)
  useEffect(() => {
    zoom.current = onZoom
  })
  const look = useRootLook()
  const zone = usePreferences(({ timeZone }) => timeZone)
  // As text, so that new values alone make no new chart: they come through `setData`.
  const looks = JSON.stringify(series.map(({ name, token }) => ({ name, token })))
  const data = useMemo(() => stack(times, series), [times, series])
  const latest = useRef(data)
  const [cursor, setCursor] = useState<{ at: number; from: number }>()

  useEffect(() => {
    const host = frame.current
    if (host === null) return
    const plot = new uPlot(
      chartOptions({
        series: JSON.parse(looks) as SeriesLook[],
        interval,
        zone,
        width: Math.max(60, host.clientWidth),
        height,
        onZoom: (from, to) => zoom.current?.(from, to),
      }),
      latest.current,
      host,
    )
    chart.current = plot
    const observer = new ResizeObserver(() => plot.setSize({ width: Math.max(60, host.clientWidth), height }))
    observer.observe(host)
    return () => {
      observer.disconnect()
      plot.destroy()
      chart.current = null
    }
  }, [looks, interval, zone, height, look])

  useEffect(() => {
    latest.current = data
    chart.current?.setData(data)
  }, [data])

  const at = cursor === undefined ? times.length - 1 : Math.min(cursor.at, times.length - 1)
  useEffect(() => {
    const plot = chart.current
    const [first, last] =
      cursor === undefined ? [undefined, undefined] : [times[Math.min(cursor.at, cursor.from)], times[Math.max(cursor.at, cursor.from)]]
    if (plot === null) return
    if (first === undefined || last === undefined) return plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
    const left = plot.valToPos(first / 1000, 'x')
    const width = plot.valToPos((last + interval) / 1000, 'x') - left
    plot.setSelect({ left, top: 0, width, height: plot.over.clientHeight }, false)
  }, [cursor, times, interval])

  const totals = series.map(({ values }) => values.reduce((sum, value) => sum + value, 0))
  const total = totals.reduce((sum, value) => sum + value, 0)
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: times.length - 1,
      PageUp: at - 10,
      PageDown: at + 10,
    }
    const step = steps[event.key]
    if (step !== undefined && times.length > 0) {
      const next = Math.max(0, Math.min(times.length - 1, step))
      setCursor({ at: next, from: event.shiftKey ? (cursor?.from ?? at) : next })
    } else if (event.key === 'Enter' && cursor !== undefined && onZoom) {
      onZoom(times[Math.min(cursor.at, cursor.from)]!, times[Math.max(cursor.at, cursor.from)]! + interval)
      setCursor(undefined)
    } else return
    event.preventDefault()
  }
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.caption}>
        <span className={styles.label}>{label}</span>
        <span className={styles.total}>{formatCount(total)}</span>
        {series.length > 1 &&
          series.map(({ name, token }, index) => (
            <span key={name} className={styles.key}>
              <span className={styles.dot} style={{ background: `var(${token})` }} />
              {name} <b>{formatCount(totals[index] ?? 0)}</b>
            </span>
          ))}
      </figcaption>
      <div
        ref={frame}
        className={frameStyles.frame}
        style={{ height }}
        role="slider"
        tabIndex={0}
        aria-label={`${label}${onZoom ? '; arrows move, Shift marks, Enter zooms' : ''}`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, times.length - 1)}
        aria-valuenow={Math.max(0, at)}
        aria-valuetext={sayBucket(times[at], series, at, zone)}
        onKeyDown={press}
        onBlur={() => setCursor(undefined)}
      />
    </figure>
  )
}

function sayBucket(time: number | undefined, series: readonly TimeSeries[], at: number, zone: 'utc' | 'local'): string {
  if (time === undefined) return 'Nothing to show'
  const parts = series.flatMap(({ name, values }) => (values[at] ? [`${formatCount(values[at])} ${name}`] : []))
  return `${formatTime(time, zone)}: ${parts.length > 0 ? parts.join(', ') : 'none'}`
}
