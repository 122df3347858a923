/** Before the facts of a group stand how many it was made of and how many of these can still come. */
export const groupHeader = 2

/**
 * Groups of facts, one behind the other in one array, two bytes a fact: each of a hundred thousand signals may hold a
 * thousand groups.
 */
export class FactGroups {
  /** A new one as it grows; what was in it stays where it was. */
  packed = new Uint16Array(32)
  private used = 0
  count = 0

  /** `facts` ascending. Its number. */
  add(facts: readonly number[], size = facts.length): number {
    const from = this.used + groupHeader
    const to = from + facts.length
    if (to > this.packed.length) this.reserve(Math.ceil(to * 1.25))
    this.packed[this.used] = size
    this.packed[this.used + 1] = facts.length
    this.packed.set(facts, from)
    this.used = to
    this.count += 1
    return this.count - 1
  }

  /** Only the groups told, in their order; a fact without a name can never come again. */
  reduced(stays: Uint8Array, nameOf: (fact: number) => number | undefined): FactGroups {
    const kept = new FactGroups()
    let at = 0
    for (let group = 0; group < this.count; group += 1) {
      const from = at + groupHeader
      const to = from + this.packed[at + 1]!
      const facts = [...this.packed.subarray(from, to)]
      if (stays[group] === 1)
        kept.add(
          facts.flatMap((fact) => nameOf(fact) ?? []),
          this.packed[at]!,
        )
      at = to
    }
    return kept
  }

  snapshot(): number[] {
    return [...this.packed.subarray(0, this.used)]
  }

  restore(packed: readonly number[]): void {
    this.packed = Uint16Array.from(packed)
    this.used = packed.length
    this.count = 0
    for (let at = 0; at < packed.length; at += groupHeader + packed[at + 1]!) this.count += 1
  }

  private reserve(length: number): void {
    const larger = new Uint16Array(length)
    larger.set(this.packed)
    this.packed = larger
  }
}
