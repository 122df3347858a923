/** Values kept one by one before the sketch takes over. */
const exactly = 128
/** Of the sketch: a quantile is within 1 % of a value that has its rank. */
const relativeError = 0.01
const gamma = (1 + relativeError) / (1 - relativeError)
const logGamma = Math.log(gamma)
/** Of either sign: values over thirteen orders of magnitude without a loss; beyond that the smallest share one. */
const mostBuckets = 1500
/** Nearer to zero is zero. */
const smallest = 1e-12

/**
 * Quantiles of a window in bounded memory: exact, with linear interpolation, to 128 values; then DDSketch (Masson, Rim
 * and Lee, VLDB 2019), whose answer is within 1 % of the true value.
 */
export class QuantileSketch {
  private values: number[] | undefined = []
  private zeros = 0
  private readonly positive = new Map<number, number>()
  private readonly negative = new Map<number, number>()
  private count = 0

  constructor(saved?: QuantileState) {
    if (saved === undefined) return
    this.values = saved.values === undefined ? undefined : [...saved.values]
    this.zeros = saved.zeros ?? 0
    for (const [bucket, count] of saved.positive ?? []) this.positive.set(bucket, count)
    for (const [bucket, count] of saved.negative ?? []) this.negative.set(bucket, count)
    this.count = saved.count
  }

  add(value: number): void {
    this.count += 1
    if (this.values === undefined) return this.place(value)
    this.values.push(value)
    if (this.values.length <= exactly) return
    for (const known of this.values) this.place(known)
    this.values = undefined
  }

  /** `share` from 0 to 1; undefined where there are no values. */
  quantile(share: number): number | undefined {
    if (this.count === 0) return undefined
    const rank = share * (this.count - 1)
    if (this.values === undefined) return this.estimate(rank)
    const sorted = this.values.toSorted((a, b) => a - b)
    const below = sorted[Math.floor(rank)]!
    const above = sorted[Math.ceil(rank)]!
    return below + (above - below) * (rank - Math.floor(rank))
  }

  toJSON(): QuantileState {
    const { values, zeros, count } = this
    return values === undefined
      ? { zeros, positive: [...this.positive], negative: [...this.negative], count }
      : { values: [...values], count }
  }

  private place(value: number): void {
    if (Math.abs(value) < smallest) this.zeros += 1
    else if (value > 0) addTo(this.positive, value)
    else addTo(this.negative, -value)
  }

  private estimate(rank: number): number {
    let before = 0
    const reached = (count: number) => (before += count) > rank
    for (const [bucket, count] of sortedBuckets(this.negative).reverse()) if (reached(count)) return -middleOf(bucket)
    if (reached(this.zeros)) return 0
    const positive = sortedBuckets(this.positive)
    for (const [bucket, count] of positive) if (reached(count)) return middleOf(bucket)
    return middleOf(positive.at(-1)?.[0] ?? 0)
  }
}

export interface QuantileState {
  values?: number[]
  zeros?: number
  positive?: [number, number][]
  negative?: [number, number][]
  count: number
}

function addTo(buckets: Map<number, number>, magnitude: number): void {
  const bucket = Math.ceil(Math.log(magnitude) / logGamma)
  buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1)
  if (buckets.size <= mostBuckets) return
  const [least, next] = sortedBuckets(buckets)
  buckets.delete(least![0])
  buckets.set(next![0], next![1] + least![1])
}

function sortedBuckets(buckets: Map<number, number>): [number, number][] {
  return [...buckets].sort(([a], [b]) => a - b)
}

/** The value within 1 % of all that a bucket may hold. */
function middleOf(bucket: number): number {
  return (2 * gamma ** bucket) / (gamma + 1)
}
