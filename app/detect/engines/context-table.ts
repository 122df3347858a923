/** Of a context: its two groups, how often it came true with whether it is of whole moments, and when it last did. */
const width = 3

/** "After these facts came those", by number, the oldest first: twelve bytes each. */
export class ContextTable {
  private rows = new Uint32Array(16 * width)
  count = 0

  add(left: number, right: number, { whole, time }: { whole: boolean; time: number }): void {
    const at = this.count * width
    if (at === this.rows.length) {
      const larger = new Uint32Array(width * Math.ceil(this.count * 1.25 + 1))
      larger.set(this.rows)
      this.rows = larger
    }
    this.rows[at] = rowPair(left, right)
    this.rows[at + 1] = whole ? 1 : 0
    this.rows[at + 2] = time
    this.count += 1
  }

  find(left: number, right: number): number | undefined {
    const wanted = rowPair(left, right)
    for (let context = 0; context < this.count; context += 1) if (this.rows[context * width] === wanted) return context
    return undefined
  }

  leftOf(context: number): number {
    return this.rows[context * width]! >>> 16
  }

  rightOf(context: number): number {
    return this.rows[context * width]! & 0xffff
  }

  activations(context: number): number {
    return this.rows[context * width + 1]! >>> 1
  }

  /** Of whole moments, not of what moments had in common. */
  isWhole(context: number): boolean {
    return (this.rows[context * width + 1]! & 1) === 1
  }

  makeWhole(context: number): void {
    this.rows[context * width + 1]! |= 1
  }

  activate(context: number, time: number): void {
    this.rows[context * width + 1]! += 2
    this.rows[context * width + 2] = time
  }

  /** The so many that were active last, in their order. */
  newest(most: number): number[] {
    const lastActive = (context: number) => this.rows[context * width + 2]!
    const numbers = Array.from({ length: this.count }, (_, context) => context)
    numbers.sort((a, b) => lastActive(b) - lastActive(a) || b - a)
    return numbers.slice(0, most).sort((a, b) => a - b)
  }

  /** Only these, with the new numbers of their groups. */
  reduced(contexts: readonly number[], left: Uint16Array, right: Uint16Array): ContextTable {
    const kept = new ContextTable()
    kept.restore(
      contexts.flatMap((context) => [
        rowPair(left[this.leftOf(context)]!, right[this.rightOf(context)]!),
        ...this.rows.subarray(context * width + 1, (context + 1) * width),
      ]),
    )
    return kept
  }

  snapshot(): number[] {
    return [...this.rows.subarray(0, this.count * width)]
  }

  restore(rows: readonly number[]): void {
    this.rows = Uint32Array.from(rows)
    this.count = rows.length / width
  }
}

function rowPair(left: number, right: number): number {
  return ((left << 16) | right) >>> 0
}
