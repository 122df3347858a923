import { measureSpread } from './robust.ts'

const maxContacts = 48

/** The contacts of one pair: the latest 48 with when they began, what they sent and their `seq`. Plain data. */
export interface Series {
  /** Time of the first contact, newest contact, and how many there were. Milliseconds. */
  first: number
  newest: number
  count: number
  times: number[]
  sizes: number[]
  seqs: number[]
  /** The client's port of the newest contact. */
  port: number
  /** `count` when the series was last measured, and whether it was a beat then. */
  measured: number
  isBeat: boolean
}

export function makeSeries(time: number, size: number, seq: number, port: number): Series {
  return { first: time, newest: time, count: 1, times: [time], sizes: [size], seqs: [seq], port, measured: 0, isBeat: false }
}

export function addToSeries(series: Series, time: number, size: number, seq: number): void {
  series.count += 1
  series.times.push(time)
  series.sizes.push(size)
  series.seqs.push(seq)
  if (series.times.length > maxContacts) {
    series.times.shift()
    series.sizes.shift()
    series.seqs.shift()
  }
  if (time > series.newest) series.newest = time
  if (time < series.first) series.first = time
}

/** Several flows of one contact: their bytes are its size. */
export function mergeIntoSeries(series: Series, size: number): void {
  series.sizes[series.sizes.length - 1]! += size
}

/** How regular a series is; times in milliseconds, sizes in bytes, shares and scores 0 to 1. */
export interface Beat {
  interval: number
  intervalMad: number
  /** Share of intervals within the tolerance of their median. */
  steady: number
  intervalScore: number
  size: number
  sizeMad: number
  sizeScore: number
  /** Share of the beats one would expect since the first contact that did come. */
  coverage: number
  score: number
}

/** Sizes that differ by no more than a TCP option or two are the same. */
const sizeNoise = 32

/**
 * Regularity by dispersion and symmetry, as RITA scores beacons (Active Countermeasures, `analysis/beacons.go`): the median absolute
 * deviation over the median, and Bowley's skewness, for intervals and for sizes. Two things are ours: the share of intervals near their
 * median, which tells a beat with gaps from chance where RITA's hourly histogram needs a whole day; and how many of the expected beats came.
 * `tolerance`: how far from the median an interval may be, as a share of it.
 */
export function measureBeat(series: Series, tolerance: number): Beat {
  const times = series.times.slice().sort((a, b) => a - b)
  const intervals: number[] = []
  for (let at = 1; at < times.length; at += 1) intervals.push(times[at]! - times[at - 1]!)
  const time = measureSpread(intervals)
  const size = measureSpread(series.sizes.slice())
  let near = 0
  for (const interval of intervals) if (Math.abs(interval - time.median) <= tolerance * time.median) near += 1
  const steady = near / intervals.length
  const intervalScore = (steady + evenness(time.mad, time.median) + 1 - Math.abs(time.skew)) / 3
  const sizeSkew = size.mad <= sizeNoise ? 0 : Math.abs(size.skew)
  const sizeScore = (evenness(Math.max(0, size.mad - sizeNoise), size.median) + 1 - sizeSkew) / 2
  const coverage = Math.min(1, ((series.count - 1) * time.median) / Math.max(1, series.newest - series.first))
  return {
    interval: time.median,
    intervalMad: time.mad,
    steady,
    intervalScore,
    size: size.median,
    sizeMad: size.mad,
    sizeScore,
    coverage,
    score: 0.45 * intervalScore + 0.3 * sizeScore + 0.25 * coverage,
  }
}

function evenness(mad: number, median: number): number {
  return median > 0 ? Math.max(0, 1 - mad / median) : 0
}
