import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatTime } from '../format.ts'
import { usePreferences } from '../state/preferences.ts'
import { classes } from './classes.ts'
import { dataOf, signalChartOptions } from './signal-chart-options.ts'
import type { ChartContent } from './signal-drawing.ts'
import { sayPoint, type ChartPoint } from './signal-points.ts'
import { useRootLook } from './use-root-tokens.ts'
import frameStyles from './chart-frame.module.css'
import styles from './signal-chart.module.css'

export interface SignalChartProps extends ChartContent {
  /** What is drawn: “host-flows, 10.0.0.5”. */
  label: string
  /** Beside the label. */
  caption?: ReactNode
  height?: number
  /** Charts of the same name share their pointer. */
  together?: string
  /** A stretch was dragged, or marked by keyboard. */
  onZoom?: (from: number, to: number) => void
  /** Double click. */
  onBack?: () => void
  /** A dot was clicked, or Enter pressed on it. */
  onDot?: (point: ChartPoint) => void
}

/**
 * A signal over time with the band in which it was expected, and its anomalies as dots. By keyboard it is a slider over
 * its points: arrows move, Page Up and Page Down go from anomaly to anomaly, Enter opens one, Shift marks a stretch
 * that Enter zooms into.
 */
export function SignalChart(props: SignalChartProps) {
  const { points, from, to, gap, labels, label, caption, height = 240, together } = props
  const frame = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  const look = useRootLook()
  const zone = usePreferences(({ timeZone }) => timeZone)
  const [cursor, setCursor] = useState<{ ts: number; mark: number }>()

  useEffect(() => {
    const host = frame.current
    if (host === null) return
    const size = () => ({ width: Math.max(80, host.clientWidth), height })
    const plot = new uPlot(
      signalChartOptions({
        content: () => latest.current,
        zone,
        ...size(),
        together,
        onZoom: (start, end) => latest.current.onZoom?.(start, end),
        onBack: () => latest.current.onBack?.(),
        onDot: (point) => latest.current.onDot?.(point),
      }),
      dataOf(latest.current),
      host,
    )
    chart.current = plot
    const observer = new ResizeObserver(() => plot.setSize(size()))
    observer.observe(host)
    return () => {
      observer.disconnect()
      plot.destroy()
      chart.current = null
    }
  }, [zone, height, look, together])

  useEffect(() => {
    chart.current?.setData(dataOf({ points, from, to, gap, labels }))
  }, [points, from, to, gap, labels])

  // Nothing is hidden where nothing is shown: whoever drags while values arrive would lose the stretch.
  const isShown = useRef(false)
  useEffect(() => {
    if (cursor === undefined && !isShown.current) return
    isShown.current = cursor !== undefined
    showCursor(chart.current, cursor)
  }, [cursor, points])

  const found = points.findLastIndex(({ ts }) => cursor !== undefined && ts <= cursor.ts)
  const at = cursor === undefined || found === -1 ? points.length - 1 : found
  const press = (event: KeyboardEvent) => {
    const marked = cursor !== undefined && cursor.mark !== cursor.ts
    const next = stepOf(event.key, points, at)
    if (next !== undefined && points[next] !== undefined) {
      const { ts } = points[next]
      setCursor({ ts, mark: event.shiftKey ? (cursor?.mark ?? points[at]?.ts ?? ts) : ts })
    } else if (event.key === 'Enter' && marked) {
      // What stands at its end belongs to the marked stretch.
      props.onZoom?.(Math.min(cursor.ts, cursor.mark), Math.max(cursor.ts, cursor.mark) + 1)
      setCursor(undefined)
    } else if (event.key === 'Enter' && points[at]?.dot !== undefined) props.onDot?.(points[at])
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const point = points[at]
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.caption}>
        <span className={styles.label}>{label}</span>
        {caption}
      </figcaption>
      <div
        ref={frame}
        className={classes(frameStyles.frame, styles.frame)}
        style={{ height }}
        role="slider"
        tabIndex={0}
        aria-label={`${label}; arrows move, Page Up and Page Down go to anomalies, Enter opens, Shift marks`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, points.length - 1)}
        aria-valuenow={Math.max(0, at)}
        aria-valuetext={point === undefined ? 'Nothing to show' : `${formatTime(point.ts, zone)}: ${sayPoint(point).join(', ')}`}
        onKeyDown={press}
        onBlur={() => setCursor(undefined)}
        onPointerDown={() => setCursor(undefined)}
      />
    </figure>
  )
}

/** The index that a key leads to; unset for a key that is not the chart's. */
function stepOf(key: string, points: readonly ChartPoint[], at: number): number | undefined {
  const last = points.length - 1
  if (key === 'ArrowLeft') return Math.max(0, at - 1)
  if (key === 'ArrowRight') return Math.min(last, at + 1)
  if (key === 'Home') return 0
  if (key === 'End') return last
  if (key === 'PageUp') {
    const before = points.slice(0, at).findLastIndex(({ dot }) => dot !== undefined)
    return before === -1 ? at : before
  }
  if (key !== 'PageDown') return undefined
  const after = points.slice(at + 1).findIndex(({ dot }) => dot !== undefined)
  return after === -1 ? at : at + 1 + after
}

/** The pointer's line and words where the keyboard stands, and the stretch it has marked. */
function showCursor(plot: uPlot | null, cursor: { ts: number; mark: number } | undefined): void {
  if (plot === null) return
  if (cursor === undefined) {
    plot.setCursor({ left: -10, top: -10 }, false)
    return plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
  }
  plot.setCursor({ left: plot.valToPos(cursor.ts / 1000, 'x'), top: 4 })
  const left = plot.valToPos(Math.min(cursor.ts, cursor.mark) / 1000, 'x')
  const width = plot.valToPos(Math.max(cursor.ts, cursor.mark) / 1000, 'x') - left
  plot.setSelect({ left, top: 0, width, height: plot.over.clientHeight }, false)
}
