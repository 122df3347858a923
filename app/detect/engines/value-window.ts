/** The last so many values, in the order in which they came. */
export class ValueWindow {
  readonly size: number
  private readonly ring: Float64Array
  private next = 0
  private count = 0

  constructor(size: number) {
    this.size = size
    this.ring = new Float64Array(size)
  }

  get full(): boolean {
    return this.count === this.size
  }

  /** What had to go, undefined while there was room. */
  push(value: number): number | undefined {
    const gone = this.full ? this.ring[this.next] : undefined
    this.ring[this.next] = value
    this.next = this.next + 1 === this.size ? 0 : this.next + 1
    if (gone === undefined) this.count += 1
    return gone
  }

  /** Sum of weight × visit(value), the oldest first. Only of a full window. */
  sum(weights: Float64Array, visit: (value: number) => number): number {
    let sum = 0
    let at = this.next
    for (let i = 0; i < this.size; i += 1) {
      sum += weights[i]! * visit(this.ring[at]!)
      at = at + 1 === this.size ? 0 : at + 1
    }
    return sum
  }

  /** Oldest first. */
  toJSON(): number[] {
    const start = this.full ? this.next : 0
    return Array.from({ length: this.count }, (_, i) => this.ring[(start + i) % this.size]!)
  }

  restore(values: readonly number[]): void {
    this.next = 0
    this.count = 0
    for (const value of values) this.push(value)
  }
}
