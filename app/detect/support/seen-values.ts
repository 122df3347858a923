/** A value with the time it was seen last. */
export type SeenState = [string, number][]

/**
 * A bounded set of distinct values, each with the event time it was seen last. When full, the one that came first goes,
 * so counts of more than `capacity` values are too low. Constant time a value, unlike `DistinctValues`: for large sets
 * on the hot path.
 */
export class SeenValues {
  private readonly seen = new Map<string, number>()
  private readonly capacity: number

  constructor(capacity: number) {
    this.capacity = capacity
  }

  get size(): number {
    return this.seen.size
  }

  /** True when the value was not there. */
  add(value: string, time: number): boolean {
    const isNew = !this.seen.has(value)
    if (isNew && this.seen.size >= this.capacity) this.seen.delete(this.seen.keys().next().value!)
    this.seen.set(value, time)
    return isNew
  }

  remove(value: string): void {
    this.seen.delete(value)
  }

  /** How many were last seen within (time − window, time]. */
  count(time: number, window: number): number {
    let count = 0
    for (const seen of this.seen.values()) if (seen > time - window && seen <= time) count += 1
    return count
  }

  /** Those last seen within (time − window, time]. */
  within(time: number, window: number): string[] {
    const values: string[] = []
    for (const [value, seen] of this.seen) if (seen > time - window && seen <= time) values.push(value)
    return values
  }

  /** For `JSON.stringify`. */
  toJSON(): SeenState {
    return [...this.seen]
  }

  static from(capacity: number, state: SeenState): SeenValues {
    const values = new SeenValues(capacity)
    for (const [value, time] of state) values.seen.set(value, time)
    return values
  }
}
