/** Enough for two windows of 30 buckets in different clock neighbourhoods, one of them the true one. */
const maxBuckets = 64

/**
 * Counts over event time without a watermark: a weight lands in the bucket of its own time, and a question is about
 * the window before a given time. A record from 1970 or from tomorrow fills a far bucket and changes nothing near the
 * others. Holds at most 64 buckets and forgets the one touched longest ago, so records of more than two clocks
 * mixed under one entity shorten each other's windows.
 *
 * Granularity: `sum` counts whole buckets. It may leave out up to one width at the far end of the window and include
 * up to one width after `time`.
 */
export class TimeBuckets {
  /** Parallel columns, the bucket touched last at the end: one entity of many thousands must stay small. */
  private starts: number[] = []
  private sums: number[] = []
  private firsts: number[] = []
  private readonly width: number

  /** `width` in milliseconds: a thirtieth of the longest window asked about is a good choice. */
  constructor(width: number) {
    this.width = width
  }

  get size(): number {
    return this.starts.length
  }

  add(time: number, weight: number): void {
    const start = Math.floor(time / this.width)
    const last = this.starts.length - 1
    if (this.starts[last] === start) {
      this.sums[last]! += weight
      if (time < this.firsts[last]!) this.firsts[last] = time
      return
    }
    const at = this.starts.lastIndexOf(start)
    const known = at !== -1
    const sum = known ? this.sums[at]! + weight : weight
    const first = known ? Math.min(this.firsts[at]!, time) : time
    if (known) this.remove(at)
    else if (this.starts.length >= maxBuckets) this.remove(0)
    this.starts.push(start)
    this.sums.push(sum)
    this.firsts.push(first)
  }

  /** What lies within (time − window, time], to the granularity of a bucket. */
  sum(time: number, window: number): number {
    const newest = Math.floor(time / this.width)
    const oldest = Math.floor((time - window) / this.width)
    let total = 0
    for (let at = this.starts.length - 1; at >= 0; at -= 1) {
      const start = this.starts[at]!
      if (start > oldest && start <= newest) total += this.sums[at]!
    }
    return total
  }

  /** Time of the first weight within the same buckets; `time` when there is none. */
  first(time: number, window: number): number {
    const newest = Math.floor(time / this.width)
    const oldest = Math.floor((time - window) / this.width)
    let first = time
    for (let at = 0; at < this.starts.length; at += 1) {
      const start = this.starts[at]!
      if (start > oldest && start <= newest && this.firsts[at]! < first) first = this.firsts[at]!
    }
    return first
  }

  /** For `JSON.stringify`. */
  toJSON(): TimeBucketsState {
    return { width: this.width, starts: [...this.starts], sums: [...this.sums], firsts: [...this.firsts] }
  }

  static from(state: TimeBucketsState): TimeBuckets {
    const buckets = new TimeBuckets(state.width)
    buckets.starts = [...state.starts]
    buckets.sums = [...state.sums]
    buckets.firsts = [...state.firsts]
    return buckets
  }

  private remove(at: number): void {
    this.starts.splice(at, 1)
    this.sums.splice(at, 1)
    this.firsts.splice(at, 1)
  }
}

export interface TimeBucketsState {
  width: number
  starts: number[]
  sums: number[]
  firsts: number[]
}
