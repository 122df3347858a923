const day = 86_400_000
/** Clocks far apart that are told from one another. */
const mostClocks = 8

/**
 * How rare a value must be for about `perDay` alerts a day, from how many values a day there are; and never more than
 * that, by a bucket that fills with event time. Keeps two numbers and needs no history of scores: a score already says how
 * rare a value is on its own signal.
 *
 * One budget may watch many keys of a stream: `see` every value, then ask `admit` for those that are rare enough.
 */
export class AlertBudget {
  private readonly perDay: number
  /** Values in about the last day, each weighing less as it ages. */
  private recent = 0
  private first: number | undefined
  private last = 0
  private tokens: number
  private filled = 0
  /** What each clock is behind the budget's own time, the one that told the time last at the end. */
  private clocks: number[] = [0]

  constructor(perDay: number) {
    this.perDay = perDay
    this.tokens = Math.max(1, perDay)
  }

  /** Counts a value and lets the bucket fill. Times that go back count as now. */
  see(ts: number): void {
    if (this.first === undefined) {
      this.first = ts
      this.last = ts
      this.filled = ts
    }
    const time = this.timeOf(ts)
    const gap = Math.max(0, time - this.last)
    this.recent = this.recent * Math.exp(-gap / day) + 1
    this.last = Math.max(this.last, time)
    this.tokens = Math.min(Math.max(1, this.perDay), this.tokens + ((this.last - this.filled) / day) * this.perDay)
    this.filled = this.last
  }

  /** The chance below which a value is one of the day's strangest. */
  get chance(): number {
    return Math.min(0.5, this.perDay / Math.max(1, this.valuesPerDay()))
  }

  /** Whether one more alert fits; takes its place. */
  admit(): boolean {
    if (this.tokens < 1) return false
    this.tokens -= 1
    return true
  }

  /** What was admitted so far does not count. */
  refill(): void {
    this.tokens = Math.max(1, this.perDay)
  }

  /**
   * By the clock that is nearest. One that is more than a day behind all others is a clock of its own, by which time goes on
   * from now: a single value of the year 2060, or an older file, must not bring it to a halt for all.
   */
  private timeOf(ts: number): number {
    const { clocks, last } = this
    let nearest = 0
    for (let at = 1; at < clocks.length; at += 1) {
      if (Math.abs(ts + clocks[at]! - last) < Math.abs(ts + clocks[nearest]! - last)) nearest = at
    }
    const isKnown = ts + clocks[nearest]! >= last - day
    const behind = isKnown ? clocks[nearest]! : last - ts
    if (isKnown) clocks.splice(nearest, 1)
    clocks.push(behind)
    if (clocks.length > mostClocks) clocks.shift()
    return ts + behind
  }

  private valuesPerDay(): number {
    const elapsed = this.last - (this.first ?? 0)
    if (elapsed <= 0) return this.recent
    // The weights of a steady stream add up to rate × (1 − e^(−elapsed/day)).
    return Math.max(1, this.recent - 1) / (1 - Math.exp(-elapsed / day))
  }

  snapshot(): unknown {
    const { recent, first, last, tokens, filled, clocks } = this
    return { recent, first, last, tokens, filled, clocks: [...clocks] }
  }

  restore(state: unknown): void {
    const {
      recent,
      first,
      last,
      tokens,
      filled,
      clocks = [0],
    } = state as {
      recent: number
      first?: number
      last: number
      tokens: number
      filled: number
      clocks?: readonly number[]
    }
    this.recent = recent
    this.first = first
    this.last = last
    this.tokens = tokens
    this.filled = filled
    this.clocks = [...clocks]
  }
}
