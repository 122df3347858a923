/**
 * Entries that have been written down: their JSON texts in one piece of memory, a comma between two. They are written once,
 * however often they have to be sent, and they are no work for the garbage collector while they wait.
 */
export class Bundle {
  /** Entries and bytes in front that are no longer part of it. */
  private first = 0
  private start = 0
  private readonly bytes: Buffer
  /** Where the text of each entry ends. */
  private readonly ends: readonly number[]

  private constructor(bytes: Buffer, ends: readonly number[]) {
    this.bytes = bytes
    this.ends = ends
  }

  static of(texts: readonly string[]): Bundle {
    const whole = texts.join(',')
    const bytes = Buffer.from(whole)
    const plain = bytes.length === whole.length
    let end = -1
    return new Bundle(
      bytes,
      texts.map((text) => (end += 1 + (plain ? text.length : Buffer.byteLength(text)))),
    )
  }

  get count(): number {
    return this.ends.length - this.first
  }

  get byteCount(): number {
    return this.bytes.length - this.start
  }

  /** Without the comma after the last one. */
  get content(): Buffer {
    return this.start === 0 ? this.bytes : this.bytes.subarray(this.start)
  }

  /** How many of its entries, from the first, are no more than so many bytes. */
  fitting(bytes: number): number {
    if (this.byteCount <= bytes) return this.count
    let count = 0
    while ((this.ends[this.first + count] ?? Infinity) - this.start <= bytes) count += 1
    return count
  }

  /** Lets the first `count` go; there have to be more than that. */
  skip(count: number): void {
    this.first += count
    this.start = (this.ends[this.first - 1] ?? 0) + 1
  }

  /** Takes the first `count` out of it; there have to be more than that. */
  split(count: number): Bundle {
    const { first, start } = this
    this.skip(count)
    const ends = this.ends.slice(first, this.first).map((end) => end - start)
    return new Bundle(this.bytes.subarray(start, this.start - 1), ends)
  }
}
