/** Bytes that come in pieces and are read in records: what has been read makes room for what comes. */
export class ByteQueue {
  private buffer = new Uint8Array(1 << 16)
  private start = 0
  private end = 0
  /** Bytes still to be passed over, which need not be kept. */
  private skipping = 0

  get length(): number {
    return this.end - this.start
  }

  /** True while a `skip` goes on beyond what has come. */
  get isSkipping(): boolean {
    return this.skipping > 0
  }

  push(bytes: Uint8Array): void {
    const skipped = Math.min(this.skipping, bytes.length)
    this.skipping -= skipped
    const fresh = bytes.subarray(skipped)
    if (this.end + fresh.length > this.buffer.length) this.makeRoom(this.length + fresh.length)
    this.buffer.set(fresh, this.end)
    this.end += fresh.length
  }

  /** The next bytes, without taking them; valid until the next `push`. The caller has looked at `length`. */
  peek(length: number): Uint8Array {
    return this.buffer.subarray(this.start, this.start + length)
  }

  skip(length: number): void {
    const present = Math.min(length, this.length)
    this.start += present
    this.skipping += length - present
    if (this.start === this.end) this.start = this.end = 0
  }

  private makeRoom(need: number): void {
    let size = this.buffer.length
    while (size < need) size *= 2
    const kept = this.buffer.subarray(this.start, this.end)
    const target = size === this.buffer.length ? this.buffer : new Uint8Array(size)
    if (target === this.buffer) this.buffer.copyWithin(0, this.start, this.end)
    else target.set(kept)
    this.end -= this.start
    this.start = 0
    this.buffer = target
  }
}
