/** First in, first out, and back to the front what could not be delivered. Taking from the front costs no moving of the rest. */
export class WaitingLine<Entry> implements Iterable<Entry> {
  private entries: (Entry | undefined)[] = []
  private head = 0

  get length(): number {
    return this.entries.length - this.head
  }

  get first(): Entry | undefined {
    return this.entries[this.head]
  }

  push(entry: Entry): void {
    this.entries.push(entry)
  }

  shift(): Entry | undefined {
    if (this.length === 0) return undefined
    const entry = this.entries[this.head]
    this.entries[this.head] = undefined
    this.head += 1
    // Half of it is gone: the rest is moved once for as many that were taken.
    if (this.head * 2 > this.entries.length) {
      this.entries = this.entries.slice(this.head)
      this.head = 0
    }
    return entry
  }

  putBack(entries: readonly Entry[]): void {
    this.entries = [...entries, ...this]
    this.head = 0
  }

  *[Symbol.iterator](): Iterator<Entry> {
    for (let at = this.head; at < this.entries.length; at += 1) yield this.entries[at] as Entry
  }
}
