import { formatTime } from '../format.ts'
import type { TimeZoneChoice } from '../state/preferences.ts'

/** What the time picker holds: the last so many milliseconds (moving on), a fixed stretch, or all there is. */
export type TimeRange = { kind: 'last'; milliseconds: number } | { kind: 'between'; from: number; to: number } | { kind: 'all' }

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export const timePresets: readonly { milliseconds: number; label: string }[] = [
  { milliseconds: 15 * minute, label: 'Last 15 minutes' },
  { milliseconds: hour, label: 'Last hour' },
  { milliseconds: 6 * hour, label: 'Last 6 hours' },
  { milliseconds: day, label: 'Last 24 hours' },
  { milliseconds: 7 * day, label: 'Last 7 days' },
  { milliseconds: 30 * day, label: 'Last 30 days' },
]

export const defaultRange: TimeRange = { kind: 'last', milliseconds: day }

/** The range as bounds for a query. A moving range has no end: what arrives next belongs to it. */
export function boundsOf(range: TimeRange, now: number): { from?: number; to?: number } {
  if (range.kind === 'all') return {}
  if (range.kind === 'between') return { from: range.from, to: range.to }
  return { from: Math.floor(now - range.milliseconds) }
}

export function describeRange(range: TimeRange, zone: TimeZoneChoice): string {
  if (range.kind === 'all') return 'All time'
  if (range.kind === 'last')
    return (
      timePresets.find(({ milliseconds }) => milliseconds === range.milliseconds)?.label ??
      `Last ${Math.round(range.milliseconds / minute)} minutes`
    )
  const from = formatTime(range.from, zone)
  const sameDay = from.slice(0, 10) === formatTime(range.to, zone).slice(0, 10)
  return `${from} – ${formatTime(range.to, zone, { date: !sameDay })}`
}

/** For an address: `24h` style minutes, `from-to`, or `all`. */
export function rangeToText(range: TimeRange): string {
  if (range.kind === 'all') return 'all'
  return range.kind === 'last' ? `${Math.round(range.milliseconds / minute)}m` : `${range.from}-${range.to}`
}

export function rangeFromText(text: string | undefined): TimeRange | undefined {
  if (text === 'all') return { kind: 'all' }
  const last = /^(\d{1,9})m$/.exec(text ?? '')
  if (last !== null && Number(last[1]) > 0) return { kind: 'last', milliseconds: Number(last[1]) * minute }
  const between = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? '')
  if (between !== null && Number(between[1]) < Number(between[2]))
    return { kind: 'between', from: Number(between[1]), to: Number(between[2]) }
  return undefined
}

/** `2026-03-04 05:06`, `2026-03-04 05:06:07` or a date alone, in the given zone; unset when it is none of them. */
export function parseTime(text: string, zone: TimeZoneChoice): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text.trim())
  if (match === null) return undefined
  const [year, month, date, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined
  const utc = Date.UTC(year, month - 1, date, hours, minutes, seconds)
  // 31 February would quietly become 3 March.
  if (new Date(utc).getUTCDate() !== date || new Date(utc).getUTCMonth() !== month - 1) return undefined
  return zone === 'utc' ? utc : new Date(year, month - 1, date, hours, minutes, seconds).getTime()
}

/** A bucket width, in milliseconds, that gives a histogram of about `buckets` bars; never below a second. */
export function niceInterval(span: number, buckets = 80): number {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800].map(
    (seconds) => seconds * 1_000,
  )
  return steps.find((step) => span / step <= buckets) ?? Math.ceil(span / buckets / day) * day
}
