import type { SignalPoint, SignalSeries } from '../../../app/contract/signals.ts'
import type { SignalJudgement, StreamDefinition } from '../../../app/model/stream.ts'
import type { ChartPoint } from '../../components/signal-points.ts'
import { dotOf } from './dot-look.ts'

/** The points with newer ones of the same signal among them, in order; one of the same time takes the place of the older. */
export function addLive(points: readonly SignalPoint[], judgements: readonly SignalJudgement[]): SignalPoint[] {
  const next = [...points]
  for (const { ts, value, lower, upper, score, is_anomaly, warming } of judgements) {
    const point: SignalPoint = { ts, value, lower, upper, score, is_anomaly, warming }
    const after = next.findLastIndex((other) => other.ts <= ts)
    const same = next[after]
    if (same?.ts !== ts) next.splice(after + 1, 0, point)
    // An event that is already known of this point stays with it.
    else next[after] = same.event === undefined || !is_anomaly ? point : { ...point, event: same.event }
  }
  return next
}

export function chartPointsOf(points: readonly SignalPoint[]): ChartPoint[] {
  return points.map((point) => {
    const { ts, value, lower, upper, warming } = point
    return { ts, value, lower, upper, warming, dot: dotOf(point) }
  })
}

/** What is longer than this is silence and no line: twice the window, or what the down-sampling makes of it. */
export function gapOf({ source, aggregation }: StreamDefinition, { sampled, points }: Pick<SignalSeries, 'sampled' | 'points'>): number {
  const windowed = aggregation !== undefined || source.type === 'records'
  if (!windowed) return Infinity
  const [first, last] = [points[0], points.at(-1)]
  const stretch = first === undefined || last === undefined || points.length < 2 ? 0 : (last.ts - first.ts) / (points.length - 1)
  return Math.max((aggregation?.window ?? 300) * 2100, sampled ? stretch * 6 : 0)
}

/** Newest first. */
export function anomaliesOf(points: readonly SignalPoint[]): SignalPoint[] {
  return points.filter(({ is_anomaly }) => is_anomaly).reverse()
}

/** Why a value was found unusual, in a sentence. */
export function sayReason({ value, lower, upper, score }: SignalPoint, write: (value: number) => string): string {
  const share = `score ${score.toFixed(4)}`
  if (upper !== null && value > upper) return `${write(value - upper)} above the band, ${share}`
  if (lower !== null && value < lower) return `${write(lower - value)} below the band, ${share}`
  return share
}
