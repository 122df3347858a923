/** A section was shorter than it says. Never leaves the codec: `decodeBlock` answers with a value. */
export class ShortSection extends Error {}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Reads what `ByteWriter` wrote, with every length checked against the end. Little endian. */
export class ByteReader {
  readonly bytes: Uint8Array
  private readonly view: DataView
  readonly end: number
  at: number

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = at
    this.end = end
  }

  u8(): number {
    return this.view.getUint8(this.take(1))
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true)
  }

  f64(): number {
    return this.view.getFloat64(this.take(8), true)
  }

  text(): string {
    const length = this.u32()
    const at = this.take(length)
    return decoder.decode(this.bytes.subarray(at, at + length))
  }

  /** Steps over `count` bytes and returns where they begin. */
  take(count: number): number {
    if (count > this.end - this.at) throw new ShortSection(`wanted ${count} bytes, ${this.end - this.at} are left`)
    const at = this.at
    this.at = at + count
    return at
  }
}
