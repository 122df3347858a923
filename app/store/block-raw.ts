const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const empty = new Uint8Array(0)

/** The raw bytes of a block's records: text in one run, binary ones plane by plane (`block-format.ts`). */
export class RawPart {
  /** The bytes of all text records, one after the other. */
  readonly text: Uint8Array
  /** Where a text record's bytes begin in `text`; −1 for a binary one. */
  readonly starts: Float64Array
  private readonly part: Uint8Array
  private readonly lengths: Float64Array
  private readonly groups = new Map<number, { at: number; size: number }>()
  private readonly places: Int32Array

  constructor(part: Uint8Array, lengths: Float64Array, isBinary: (row: number) => boolean) {
    const count = lengths.length
    this.part = part
    this.lengths = lengths
    this.starts = new Float64Array(count)
    this.places = new Int32Array(count)
    if (!addUp(lengths, part.length)) lengths.fill(0)
    let at = 0
    for (let row = 0; row < count; row += 1) {
      if (!isBinary(row)) {
        this.starts[row] = at
        at += lengths[row]!
        continue
      }
      this.starts[row] = -1
      const group = this.groups.get(lengths[row]!)
      this.places[row] = group?.size ?? 0
      if (group === undefined) this.groups.set(lengths[row]!, { at: 0, size: 1 })
      else group.size += 1
    }
    this.text = part.subarray(0, at)
    for (const [length, group] of this.groups) {
      group.at = at
      at += length * group.size
    }
  }

  lengthOf(row: number): number {
    return this.lengths[row] ?? 0
  }

  bytesOf(row: number): Uint8Array {
    const start = this.starts[row] ?? 0
    const length = this.lengthOf(row)
    if (start >= 0) return this.part.slice(start, start + length)
    const group = this.groups.get(length)
    if (group === undefined) return empty
    const bytes = new Uint8Array(length)
    const place = group.at + this.places[row]!
    for (let plane = 0; plane < length; plane += 1) bytes[plane] = this.part[place + plane * group.size]!
    return bytes
  }

  /** The last `length` bytes of a record, as text. */
  suffixOf(row: number, length: number): string {
    const start = this.starts[row] ?? 0
    if (start < 0) {
      const bytes = this.bytesOf(row)
      return decoder.decode(bytes.subarray(Math.max(0, bytes.length - length)))
    }
    const end = start + this.lengthOf(row)
    return decoder.decode(this.part.subarray(Math.max(start, end - length), end))
  }
}

function addUp(lengths: Float64Array, total: number): boolean {
  let sum = 0
  for (const length of lengths) {
    if (!(length >= 0)) return false
    sum += length
  }
  return sum === total
}
