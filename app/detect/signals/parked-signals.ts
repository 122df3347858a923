import type { SignalEngine } from '../engines/engine.ts'
import { LruMap } from '../support/lru.ts'

/** Signals put aside are remembered this many times as long as running ones are kept, within this much text. */
const parkedFactor = 4
const mostText = 8_000_000

/** A signal put aside: what its engine has learnt. */
export interface Parked {
  engine: string
  last?: number
}

export interface SavedParked {
  entries: [string, Parked][]
  evicted: number
}

/** Signals that had to make room for others, until they come back. */
export class ParkedSignals {
  private readonly parked: LruMap<Parked>
  private text = 0

  /** `keys`: as many as run at a time. */
  constructor(keys: number) {
    this.parked = new LruMap(keys * parkedFactor)
  }

  /** How many had to be forgotten for it. */
  put(key: string, engine: SignalEngine, last: number | undefined): number {
    const parked: Parked = { engine: JSON.stringify(engine.snapshot()), ...(last === undefined ? {} : { last }) }
    this.text += parked.engine.length
    const gone = this.parked.set(key, parked)
    let forgotten = 0
    if (gone !== undefined) {
      this.text -= gone.engine.length
      forgotten += 1
    }
    while (this.text > mostText) {
      const oldest = this.parked.keys().next()
      if (oldest.done) break
      this.take(oldest.value)
      forgotten += 1
    }
    return forgotten
  }

  /** It is remembered here no longer. */
  take(key: string): Parked | undefined {
    const known = this.parked.peek(key)
    if (known === undefined) return undefined
    this.parked.delete(key)
    this.text -= known.engine.length
    return known
  }

  snapshot(): SavedParked {
    const { entries, evicted } = this.parked.snapshot()
    return { entries: entries.map(([key, value]) => [key, { ...value }]), evicted }
  }

  restore(saved: SavedParked): void {
    this.parked.restore(saved, (value) => value as Parked)
    this.text = 0
    for (const { engine } of this.parked.values()) this.text += engine.length
  }
}
