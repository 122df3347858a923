import { groupHeader, type FactGroups } from './fact-groups.ts'

/** Facts are 16 bits. */
const factCount = 65_536

/**
 * Which facts of which groups are there at a moment. Large, and of no use once the moment is over: one serves the memories of
 * all signals in turn.
 */
export class FactMeeting {
  private readonly isHere = new Uint8Array(factCount)
  private packed = new Uint16Array(0)
  private starts = new Uint32Array(0)
  private ends = new Uint32Array(0)
  private count = 0
  private facts: readonly number[] = []
  /** How many facts of a group are there. */
  met = new Uint16Array(0)
  /** 1 where all of them are. */
  held = new Uint8Array(0)
  /** The group of just the facts of the moment, once there is one. */
  whole: number | undefined
  /** Groups of which different facts are there, by a hash of these. */
  private readonly different = new Map<number, number[]>()

  take(groups: FactGroups, facts: readonly number[]): void {
    this.reserve(groups.count)
    for (const fact of this.facts) this.isHere[fact] = 0
    for (const fact of facts) this.isHere[fact] = 1
    this.facts = facts
    this.packed = groups.packed
    this.count = groups.count
    this.whole = undefined
    this.different.clear()
    this.countFacts()
  }

  private countFacts(): void {
    const { packed, isHere, starts, ends, met, held, count } = this
    let at = 0
    for (let group = 0; group < count; group += 1) {
      const size = packed[at]!
      const end = at + groupHeader + packed[at + 1]!
      at += groupHeader
      starts[group] = at
      ends[group] = end
      let here = 0
      for (; at < end; at += 1) here += isHere[packed[at]!]!
      met[group] = here
      held[group] = here === size ? 1 : 0
      if (here === size && here === this.facts.length) this.whole = group
    }
  }

  /** The facts of a group that are there. */
  factsOf(group: number): number[] {
    const facts: number[] = []
    for (let at = this.starts[group]!; at < this.ends[group]!; at += 1) {
      if (this.isHere[this.packed[at]!] === 1) facts.push(this.packed[at]!)
    }
    return facts
  }

  /** One group for all of which the same facts are there: the one made of just these, where there is one. */
  standInOf(group: number): number {
    if (this.met[group] === this.facts.length) return this.whole ?? group
    if (this.held[group] === 1) return group
    if (this.different.size === 0) for (let one = 0; one < this.count; one += 1) if (this.held[one] === 1) this.placeOf(one)
    return this.placeOf(group)
  }

  private placeOf(group: number): number {
    const facts = this.factsOf(group)
    const hash = facts.reduce((mixed, fact) => Math.imul(mixed ^ fact, 0x01000193), 0)
    const place = this.different.get(hash)
    if (place === undefined) {
      this.different.set(hash, [group])
      return group
    }
    const same = place.find((one) => this.met[one] === facts.length && this.factsOf(one).every((fact, index) => fact === facts[index]))
    if (same === undefined) place.push(group)
    return same ?? group
  }

  private reserve(count: number): void {
    if (count <= this.met.length) return
    const length = 2 * count
    this.starts = new Uint32Array(length)
    this.ends = new Uint32Array(length)
    this.met = new Uint16Array(length)
    this.held = new Uint8Array(length)
  }
}
