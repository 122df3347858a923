const encoder = new TextEncoder()

/** A growing buffer that is filled from the front and used again for the next block. Little endian. */
export class ByteWriter {
  bytes = new Uint8Array(1 << 18)
  private view = new DataView(this.bytes.buffer)
  length = 0

  reset(): void {
    this.length = 0
  }

  u8(value: number): void {
    this.ensure(1)
    this.bytes[this.length] = value
    this.length += 1
  }

  u32(value: number): void {
    this.ensure(4)
    this.view.setUint32(this.length, value, true)
    this.length += 4
  }

  f64(value: number): void {
    this.ensure(8)
    this.view.setFloat64(this.length, value, true)
    this.length += 8
  }

  /** A length in bytes (u32), then the text as UTF-8; returns the number of bytes of the text. */
  text(value: string): number {
    this.ensure(4 + value.length * 3)
    const at = this.length
    const { written } = encoder.encodeInto(value, this.bytes.subarray(at + 4))
    this.view.setUint32(at, written, true)
    this.length = at + 4 + written
    return written
  }

  /** Makes room for `count` bytes, to be filled through `bytes` by the caller; returns where they begin. */
  take(count: number): number {
    this.ensure(count)
    const at = this.length
    this.length = at + count
    return at
  }

  /** Writes the number of bytes from `at + 4` to the end at `at`. */
  closeLength(at: number): void {
    this.view.setUint32(at, this.length - at - 4, true)
  }

  private ensure(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
    this.view = new DataView(grown.buffer)
  }
}
