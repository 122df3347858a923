import { foldText } from '../model/value-test.ts'
import { foldedWordByte } from './block-terms.ts'
import type { DecodedBlock } from './block-decoder.ts'

const encoder = new TextEncoder()

/**
 * Free text: found where it stands with a word's edge on both sides; a `*` at either end of it lifts that.
 * (Whole words are what a block's filter can answer for; `*fail*` reads every block.)
 */
export class TextSearch {
  readonly text: string
  readonly open: { start: boolean; end: boolean }
  private readonly needle: Buffer
  private readonly ascii: boolean

  /** `literal`: a star is a star. */
  constructor(sought: string, { literal = false } = {}) {
    this.open = { start: !literal && sought.startsWith('*'), end: !literal && sought.endsWith('*') && sought.length > 1 }
    this.text = foldText(sought.slice(this.open.start ? 1 : 0, this.open.end ? -1 : undefined))
    this.needle = Buffer.from(encoder.encode(this.text))
    this.ascii = this.needle.length === this.text.length
  }

  get matchesAll(): boolean {
    return this.needle.length === 0
  }

  inText(value: string): boolean {
    if (this.matchesAll) return true
    // Most values do not hold it at all, and a string says so much faster. (For a sought text beyond ASCII the
    // string's own lower case may differ from ours.)
    if (this.ascii && !value.toLowerCase().includes(this.text)) return false
    // Bytes, so that one rule says where words end.
    const bytes = Buffer.from(encoder.encode(foldText(value)))
    for (let at = bytes.indexOf(this.needle); at >= 0; at = bytes.indexOf(this.needle, at + 1)) {
      if (this.edges(bytes, at, 0, bytes.length)) return true
    }
    return false
  }

  /** Marks the rows whose raw text holds it. */
  inRaw(block: DecodedBlock, matches: Uint8Array): void {
    const { raw, count } = block
    const folded = foldBytes(raw.text)
    let row = -1
    let end = 0
    let at = folded.indexOf(this.needle)
    while (at >= 0) {
      while (end <= at) {
        row += 1
        if (row >= count) return
        if (raw.starts[row]! >= 0) end = raw.starts[row]! + raw.lengthOf(row)
      }
      const start = raw.starts[row]!
      if (at + this.needle.length <= end && this.edges(folded, at, start, end)) {
        matches[row] = 1
        at = folded.indexOf(this.needle, end)
      } else at = folded.indexOf(this.needle, at + 1)
    }
  }

  private edges(bytes: Uint8Array, at: number, start: number, end: number): boolean {
    const last = at + this.needle.length
    const before = this.open.start || at === start || !joins(bytes[at]!, bytes[at - 1]!)
    const after = this.open.end || last === end || !joins(bytes[last - 1]!, bytes[last]!)
    return before && after
  }
}

function joins(a: number, b: number): boolean {
  return foldedWordByte[a] !== 0 && foldedWordByte[b] !== 0
}

function foldBytes(bytes: Uint8Array): Buffer {
  const folded = Buffer.allocUnsafe(bytes.length)
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i]!
    folded[i] = byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte
  }
  return folded
}
