/**
 * A map that holds at most `capacity` entries and gives up the one touched longest ago. Its own, rather than
 * `lru-cache`, because evictions must hand back the value (a running episode still has a count to report) and the
 * order must survive a snapshot exactly; a `Map` keeps insertion order (ECMA-262 section 24.1), so moving an entry
 * to the end is a delete and a set.
 */
export class LruMap<Value> {
  private readonly entries = new Map<string, Value>()
  private newest: string | undefined
  private evictions = 0
  private readonly capacity: number

  constructor(capacity: number) {
    this.capacity = capacity
  }

  get size(): number {
    return this.entries.size
  }

  /** How many entries had to go since the beginning, over restarts. */
  get evicted(): number {
    return this.evictions
  }

  /**
   * The entry, which is now the newest. While the map is not half full nothing is moved: a move costs more than all
   * else here, and whoever is still about will be touched again before the first has to go.
   */
  get(key: string): Value | undefined {
    const value = this.entries.get(key)
    if (value !== undefined && key !== this.newest && this.entries.size * 2 >= this.capacity) {
      this.entries.delete(key)
      this.entries.set(key, value)
      this.newest = key
    }
    return value
  }

  /** The entry, without touching it. */
  peek(key: string): Value | undefined {
    return this.entries.get(key)
  }

  /** Returns what had to go to make room. */
  set(key: string, value: Value): Value | undefined {
    let gone: Value | undefined
    if (!this.entries.delete(key) && this.entries.size >= this.capacity) gone = this.evictOldest()
    this.entries.set(key, value)
    this.newest = key
    return gone
  }

  delete(key: string): boolean {
    if (key === this.newest) this.newest = undefined
    return this.entries.delete(key)
  }

  /** Oldest first. */
  values(): MapIterator<Value> {
    return this.entries.values()
  }

  /** Oldest first. */
  keys(): MapIterator<string> {
    return this.entries.keys()
  }

  /** Shares its values with the map: pass it through `copyState` before handing it out. */
  snapshot(): LruSnapshot<Value> {
    return { entries: [...this.entries], evicted: this.evictions }
  }

  /** `revive` makes a value of what JSON left of it. */
  restore(state: LruSnapshot<unknown>, revive: (value: unknown) => Value): void {
    this.entries.clear()
    for (const [key, value] of state.entries) this.entries.set(key, revive(value))
    this.evictions = state.evicted
    this.newest = undefined
  }

  private evictOldest(): Value | undefined {
    const oldest = this.entries.keys().next()
    if (oldest.done) return undefined
    const gone = this.entries.get(oldest.value)
    this.entries.delete(oldest.value)
    this.evictions += 1
    return gone
  }
}

export interface LruSnapshot<Value> {
  entries: [string, Value][]
  evicted: number
}
