import type { NextDrop } from '../model/counters.ts'
import type { SegmentInfo, TelemetryLimits } from '../store/store.ts'

const hour = 3_600_000
const day = 24 * hour
/** A store this young says nothing yet about how fast it grows. */
const shortestGrowth = hour

/**
 * What retention will drop next, so that it can be told before. `segments` oldest first, as they are dropped: whole, the
 * oldest at the end of its time or as soon as all of them are over the budget. Undefined while nothing is in sight.
 */
export function foreseeDrop(segments: readonly SegmentInfo[], limits: TelemetryLimits, now: number): NextDrop | undefined {
  const [oldest] = segments
  if (oldest === undefined || oldest.records === 0) return undefined
  const { records, bytes, min_time, max_time, created_at, closed_at } = oldest
  const byAge = (closed_at ?? created_at + limits.segment_hours * hour) + limits.retention_days * day
  const byBudget = foreseeFull(segments, limits, now)
  const reason = byBudget < byAge ? 'budget' : 'age'
  return { reason, at: Math.min(byAge, byBudget), records, bytes, oldest: min_time, newest: max_time }
}

/** When all segments together reach the budget at the rate at which they have grown so far. */
function foreseeFull(segments: readonly SegmentInfo[], { budget_bytes }: TelemetryLimits, now: number): number {
  const total = segments.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total >= budget_bytes) return now
  const begun = Math.min(...segments.map(({ created_at }) => created_at))
  const passed = now - begun
  if (passed < shortestGrowth || total === 0) return Infinity
  return Math.round(now + (budget_bytes - total) / (total / passed))
}
