import { formatShort } from '../format.ts'

/** How a dot looks; shape and colour say the same. */
export interface DotLook {
  shape: 'circle' | 'ring' | 'diamond' | 'square' | 'triangle'
  /** Design token of its colour. */
  token: string
  /** `true positive`, `not judged yet`. */
  label: string
}

/** One value of a signal as a chart draws it. */
export interface ChartPoint {
  ts: number
  value: number
  lower: number | null
  upper: number | null
  warming: boolean
  /** Of an anomaly. */
  dot?: DotLook | undefined
}

/** uPlot's columns: seconds, upper, lower, value. A null breaks the line where the signal was silent. */
export function columnsOf(points: readonly ChartPoint[], gap: number): [number[], ...(number | null)[][]] {
  const times: number[] = []
  const uppers: (number | null)[] = []
  const lowers: (number | null)[] = []
  const values: (number | null)[] = []
  const add = (seconds: number, upper: number | null, lower: number | null, value: number | null) => {
    times.push(seconds)
    uppers.push(upper)
    lowers.push(lower)
    values.push(value)
  }
  for (const [index, { ts, value, lower, upper }] of points.entries()) {
    const before = points[index - 1]?.ts ?? ts
    if (ts - before > gap) add((before + ts) / 2000, null, null, null)
    add(ts / 1000, upper, lower, value)
  }
  return [times, uppers, lowers, values]
}

/**
 * Ends of the value axis: all values, and the band as far as it keeps the values readable. A band that knows nothing yet
 * can be a thousand times as wide as the signal.
 */
export function rangeOf(points: readonly ChartPoint[]): [number, number] {
  let [least, most] = [Infinity, -Infinity]
  for (const { value } of points) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  if (least > most) return [0, 1]
  const span = most - least || Math.abs(most) || 1
  let [bottom, top] = [least, most]
  for (const { lower, upper } of points) {
    if (lower !== null && lower < bottom) bottom = Math.max(lower, least - span)
    if (upper !== null && upper > top) top = Math.min(upper, most + span)
  }
  const air = (top - bottom || span) * 0.06
  // What never goes below nothing is best seen from nothing, unless that flattens it.
  if (least >= 0 && least <= most / 2 && most > 0) return [0, top + air]
  return [bottom - air, top + air]
}

/** Where an engine was warming up, from the first to the last of each run of points. */
export function warmingRuns(points: readonly ChartPoint[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = []
  let open = false
  for (const { ts, warming } of points) {
    const last = runs.at(-1)
    if (!warming) open = false
    else if (open && last !== undefined) last.to = ts
    else runs.push({ from: ts, to: ts })
    if (warming) open = true
  }
  return runs
}

/** By halving: there may be twenty thousand, and the pointer moves a hundred times a second. */
export function nearestPoint(points: readonly ChartPoint[], ts: number): ChartPoint | undefined {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (points[middle]!.ts < ts) low = middle + 1
    else high = middle
  }
  const [before, after] = [points[low - 1], points[low]]
  if (before === undefined || after === undefined) return before ?? after
  return ts - before.ts < after.ts - ts ? before : after
}

/** Three figures, as an axis has room for. */
export function formatValue(value: number): string {
  const size = Math.abs(value)
  if (size === 0 || size >= 1000) return formatShort(value)
  if (size < 0.001) return value.toExponential(1)
  return String(Number(value.toPrecision(size < 1 ? 2 : 3)))
}

/** As many figures as somebody compares: `12.3457`, `1 234 567`. */
export function formatExact(value: number): string {
  const [whole = '', part] = String(Number(value.toPrecision(10))).split('.')
  if (/e/.test(value.toString())) return value.toExponential(3)
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ' ')
  return part === undefined ? grouped : `${grouped}.${part.slice(0, 4)}`
}

export function sayBand(lower: number | null, upper: number | null): string | undefined {
  if (lower === null && upper === null) return undefined
  if (lower === null) return `up to ${formatValue(upper!)}`
  return upper === null ? `from ${formatValue(lower)}` : `${formatValue(lower)} – ${formatValue(upper)}`
}

/** A point in lines: its value, what was expected, what it is. */
export function sayPoint({ value, lower, upper, warming, dot }: ChartPoint): string[] {
  const band = sayBand(lower, upper)
  return [
    formatExact(value),
    ...(band === undefined ? [] : [`expected ${band}`]),
    ...(warming ? ['warming up'] : []),
    ...(dot === undefined ? [] : [`anomaly, ${dot.label}`]),
  ]
}
