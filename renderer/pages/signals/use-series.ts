import { useCallback, useEffect, useRef, useState } from 'react'
import type { ContractError } from '../../../app/contract/protocol.ts'
import type { SignalSeries } from '../../../app/contract/signals.ts'
import type { SignalJudgement } from '../../../app/model/stream.ts'
import { boundsOf, rangeToText, type TimeRange } from '../../components/time-range.ts'
import { request, subscribe } from '../../state/connection.ts'
import { onEventsChanged } from '../../state/events.ts'
import { useSession } from '../../state/session.ts'
import { addLive } from './series.ts'

/** Points a chart asks for: about two for each pixel of a wide window. */
const wanted = 3000
/** At most so many live points before the whole is asked for again, down-sampled anew. */
const mostLive = 2000
/** At most four paints a second (DESIGN section 8). */
const paint = 250
const calm = 1_500

export interface SeriesShown {
  series: SignalSeries
  /** Ends of the time axis. */
  from: number
  to: number
}

export type SeriesState = { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; error: ContractError }

/**
 * One signal over a range, growing at its end while the range moves along with the clock. While another stretch is asked
 * for, the old one of the same signal stays on screen.
 */
export function useSeries(stream: string, key: string | undefined, range: TimeRange) {
  const epoch = useSession((session) => session.epoch)
  const [held, setHeld] = useState<{ of: string; shown: SeriesShown | undefined; state: SeriesState }>()
  const [round, setRound] = useState(0)
  const reload = useCallback(() => setRound((count) => count + 1), [])
  const of = JSON.stringify([stream, key])
  const text = rangeToText(range)
  const latest = useRef(range)
  useEffect(() => {
    latest.current = range
  })

  useEffect(() => {
    if (key === undefined) return
    const stop = new AbortController()
    const keep = (shown: SeriesShown | undefined, state: SeriesState) => {
      if (!stop.signal.aborted) setHeld((before) => ({ of, shown: shown ?? (before?.of === of ? before.shown : undefined), state }))
    }
    keep(undefined, { kind: 'loading' })
    const now = Date.now()
    const { from = 0, to = now + 60_000 } = boundsOf(latest.current, now)
    void request('signals.series', { stream, key, from, to, points: wanted }, { signal: stop.signal }).then((answer) => {
      if (answer.kind === 'failed') return answer.error.kind !== 'cancelled' && keep(undefined, { kind: 'failed', error: answer.error })
      keep({ series: answer.output, ...axisOf(latest.current, answer.output, now) }, { kind: 'ready' })
    })
    return () => stop.abort()
  }, [of, stream, key, text, round, epoch])

  useEffect(() => {
    if (key === undefined || range.kind === 'between') return
    const append = (judgements: readonly SignalJudgement[]) =>
      setHeld((before) => {
        if (before?.shown === undefined || before.of !== of) return before
        const points = addLive(before.shown.series.points, judgements)
        const fresh = points.length - before.shown.series.points.length
        const anomalies = before.shown.series.anomalies + judgements.filter(({ is_anomaly }) => is_anomaly).length
        const series = { ...before.shown.series, points, anomalies, total: before.shown.series.total + fresh }
        return { ...before, shown: { series, ...axisOf(range, series, Date.now()) } }
      })
    return followLive(stream, key, append, reload)
  }, [of, stream, key, range, reload])

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    // A dot takes the colour of its event's verdict, whoever gives it.
    const stop = onEventsChanged(() => {
      timer ??= setTimeout(() => {
        timer = undefined
        reload()
      }, calm)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [reload])

  const current = held?.of === of ? held : undefined
  return { shown: current?.shown, state: current?.state ?? ({ kind: 'loading' } as SeriesState), reload }
}

/** A moving range ends now, even where nothing has come; all there is ends with the last of it. */
function axisOf(range: TimeRange, series: SignalSeries, now: number): { from: number; to: number } {
  if (range.kind === 'between') return { from: range.from, to: range.to }
  if (range.kind === 'last') return { from: now - range.milliseconds, to: Math.max(now, series.last ?? now) }
  const from = series.first ?? now - 1
  return { from, to: Math.max(from + 1, series.last ?? now, series.points.at(-1)?.ts ?? from) }
}

/** Gathers what is pushed of one signal, and hands it on at most four times a second. */
function followLive(stream: string, key: string, append: (judgements: readonly SignalJudgement[]) => void, reload: () => void): () => void {
  let gathered: SignalJudgement[] = []
  let count = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const points = gathered
    gathered = []
    count += points.length
    if (count <= mostLive) append(points)
    else {
      count = 0
      reload()
    }
  }
  const stop = subscribe('signals.live', ({ points }) => {
    for (const point of points) if (point.stream === stream && point.key === key) gathered.push(point)
    if (gathered.length > 0) timer ??= setTimeout(flush, paint)
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}
