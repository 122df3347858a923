/**
 * State by clock domain and key, in bounded memory. Two generations instead of one strict LRU order: a hit costs one look-up
 * and moves nothing, which the hot path needs (`LruMap` moves an entry at every touch, 150 ns). What is touched moves to the
 * young generation; when that weighs half the capacity, the old one is dropped and the young one grows old. So nothing touched
 * within the last half-capacity of others is ever lost.
 */
export class DomainTable<Key extends string | number, Value> {
  private readonly domains = new Map<string, Generations<Key, Value>>()
  private lastName: string | undefined
  private last: Generations<Key, Value> | undefined
  private youngWeight = 0
  private entries = 0
  private evictions = 0
  private readonly half: number
  private readonly weigh: (value: Value) => number

  /** `weigh`: what a value counts towards the capacity, at least 1. */
  constructor(capacity: number, weigh: (value: Value) => number = () => 1) {
    this.half = capacity / 2
    this.weigh = weigh
  }

  get size(): number {
    return this.entries
  }

  get evicted(): number {
    return this.evictions
  }

  get(domain: string, key: Key): Value | undefined {
    const generations = this.find(domain)
    if (generations === undefined) return undefined
    const value = generations.young.get(key)
    if (value !== undefined) return value
    const old = generations.old.get(key)
    if (old === undefined) return undefined
    generations.old.delete(key)
    generations.young.set(key, old)
    this.charge(this.weigh(old))
    return old
  }

  /** For a key that `get` did not find. */
  add(domain: string, key: Key, value: Value): void {
    let generations = this.find(domain)
    if (generations === undefined) {
      generations = { young: new Map(), old: new Map() }
      this.domains.set(domain, generations)
      this.lastName = domain
      this.last = generations
    }
    generations.young.set(key, value)
    this.entries += 1
    this.charge(this.weigh(value))
  }

  /** For a key just got; what the new value weighs more is to be charged. */
  replace(domain: string, key: Key, value: Value): void {
    const generations = this.find(domain)
    const holder = generations?.young.has(key) ? generations.young : generations?.old
    holder?.set(key, value)
  }

  delete(domain: string, key: Key): void {
    const generations = this.find(domain)
    if (generations === undefined) return
    const value = generations.young.get(key)
    if (value !== undefined) this.youngWeight = Math.max(0, this.youngWeight - this.weigh(value))
    if (generations.young.delete(key) || generations.old.delete(key)) this.entries -= 1
  }

  /** A value of the young generation (one just got or added) has grown. */
  charge(weight: number): void {
    this.youngWeight += weight
    if (this.youngWeight >= this.half) this.age()
  }

  snapshot<Saved>(save: (value: Value) => Saved): DomainTableState<Key, Saved> {
    const list = (map: Map<Key, Value>) => Array.from(map, ([key, value]): [Key, Saved] => [key, save(value)])
    const domains = Array.from(this.domains, ([name, { young, old }]): [string, [Key, Saved][], [Key, Saved][]] => [
      name,
      list(young),
      list(old),
    ])
    return { domains, weight: this.youngWeight, evicted: this.evictions }
  }

  restore<Saved>(state: DomainTableState<Key, Saved>, revive: (saved: Saved) => Value): void {
    const fill = (list: [Key, Saved][]) => new Map(list.map(([key, saved]) => [key, revive(saved)]))
    this.domains.clear()
    this.entries = 0
    for (const [name, young, old] of state.domains) {
      this.domains.set(name, { young: fill(young), old: fill(old) })
      this.entries += young.length + old.length
    }
    this.youngWeight = state.weight
    this.evictions = state.evicted
    this.lastName = undefined
    this.last = undefined
  }

  /** Records of one domain come in packets: the one asked about last is at hand. */
  private find(domain: string): Generations<Key, Value> | undefined {
    if (domain === this.lastName) return this.last
    this.last = this.domains.get(domain)
    this.lastName = this.last && domain
    return this.last
  }

  private age(): void {
    this.youngWeight = 0
    for (const [name, generations] of this.domains) {
      this.evictions += generations.old.size
      this.entries -= generations.old.size
      generations.old = generations.young
      generations.young = new Map()
      if (generations.old.size === 0) this.domains.delete(name)
    }
    this.lastName = undefined
  }
}

interface Generations<Key, Value> {
  young: Map<Key, Value>
  old: Map<Key, Value>
}

export interface DomainTableState<Key, Saved> {
  /** Name, young generation, old generation. */
  domains: [string, [Key, Saved][], [Key, Saved][]][]
  weight: number
  evicted: number
}
