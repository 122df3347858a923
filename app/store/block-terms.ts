/**
 * The searchable terms of a block, as 32-bit hashes (FNV-1a over text with ASCII letters lower-cased; ASCII only,
 * because the same folding must hold for raw bytes of any encoding).
 * - a word: a run of ASCII letters and digits or of bytes ≥ 0x80;
 * - four words of one to three digits joined by dots: an IPv4 address, whole;
 * - a field's value, whole, when it is short.
 * A filter over these says which blocks cannot hold what a query asks for.
 */
const offsetBasis = 0x811c9dc5
const prime = 0x01000193
const dot = 0x2e

/** A value longer than this is found by its words only. */
export const longestWholeValue = 64

/** Byte → itself, an ASCII letter in lower case. */
const foldedByte = new Uint8Array(256)
/** Byte → itself in lower case when it belongs to a word, else 0. */
export const foldedWordByte = new Uint8Array(256)
for (let byte = 0; byte < 256; byte += 1) {
  const digit = byte >= 0x30 && byte <= 0x39
  const upper = byte >= 0x41 && byte <= 0x5a
  const lower = byte >= 0x61 && byte <= 0x7a
  foldedByte[byte] = upper ? byte + 32 : byte
  foldedWordByte[byte] = upper ? byte + 32 : digit || lower || byte >= 0x80 ? byte : 0
}

const encoder = new TextEncoder()

/** A set of hashes, open addressing; emptied and used again for the next block. */
export class TermSet {
  private slots = new Uint32Array(1 << 10)
  private shift = 32 - 10
  size = 0

  add(hash: number): void {
    const term = hash === 0 ? 1 : hash >>> 0
    const mask = this.slots.length - 1
    let slot = Math.imul(term, 0x9e3779b1) >>> this.shift
    for (;;) {
      const held = this.slots[slot]!
      if (held === term) return
      if (held === 0) break
      slot = (slot + 1) & mask
    }
    this.slots[slot] = term
    this.size += 1
    if (this.size * 2 > this.slots.length) this.grow()
  }

  /** Everything added since the last call; leaves the set empty. */
  take(): Uint32Array<ArrayBuffer> {
    const terms = new Uint32Array(this.size)
    let count = 0
    for (const term of this.slots) {
      if (term !== 0) terms[count++] = term
    }
    // A table sized for a full block would make the many small ones pay for clearing it.
    if (this.size * 8 < this.slots.length && this.slots.length > 1024) this.resize(this.slots.length / 2)
    else this.slots.fill(0)
    this.size = 0
    return terms
  }

  private grow(): void {
    const held = this.slots
    this.resize(held.length * 2)
    this.size = 0
    for (const term of held) if (term !== 0) this.add(term)
  }

  private resize(length: number): void {
    this.slots = new Uint32Array(length)
    this.shift = 32 - Math.log2(length)
  }
}

/** Where the last four words of up to three digits began, for addresses. */
const starts = new Int32Array(4)

/** Adds every word of `bytes`, and every dotted run of four numbers. */
export function addWords(terms: { add(hash: number): void }, bytes: Uint8Array, from = 0, to = bytes.length): void {
  let joined = 0
  let i = from
  while (i < to) {
    let folded = foldedWordByte[bytes[i]!]!
    if (folded === 0) {
      i += 1
      joined = 0
      continue
    }
    const start = i
    let hash = offsetBasis
    let seen = 0
    do {
      hash = Math.imul(hash ^ folded, prime)
      seen |= folded
      i += 1
      folded = i < to ? foldedWordByte[bytes[i]!]! : 0
    } while (folded !== 0)
    terms.add(hash)
    // Digits alone never set the bits of a letter (0x40) or of a byte ≥ 0x80.
    if (seen > 0x3f || i - start > 3) joined = 0
    else {
      starts[joined & 3] = start
      joined += 1
      if (joined >= 4) terms.add(hashBytes(bytes, starts[joined & 3]!, i))
    }
    if (i < to && bytes[i] === dot) i += 1
    else joined = 0
  }
}

/** Hash of a whole value. */
export function hashText(text: string): number {
  let hash = offsetBasis
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code >= 0x80) return hashBytes(encoder.encode(text))
    hash = Math.imul(hash ^ foldedByte[code]!, prime)
  }
  return hash >>> 0
}

const scratch = new Uint8Array(256)

/** Adds a field's value: whole when short, and its words when it is more than one. */
export function addValue(terms: TermSet, value: string): void {
  const whole = value.length <= longestWholeValue
  let hash = offsetBasis
  let simple = whole
  for (let i = 0; whole && i < value.length; i += 1) {
    const code = value.charCodeAt(i)
    if (code >= 0x80) {
      terms.add(hashText(value))
      addWords(terms, encoder.encode(value))
      return
    }
    hash = Math.imul(hash ^ foldedByte[code]!, prime)
    if (foldedWordByte[code] === 0) simple = false
    scratch[i] = code
  }
  if (whole) terms.add(hash)
  else addWords(terms, encoder.encode(value))
  if (whole && !simple) addWords(terms, scratch, 0, value.length)
}

const smallNumbers = new Uint32Array(65_536)

/** Hash of a number as its text. */
export function hashNumber(value: number): number {
  if (!(value >= 0 && value <= 65_535 && Number.isInteger(value))) return hashText(String(value))
  let hash = smallNumbers[value]!
  if (hash === 0) {
    hash = hashText(String(value))
    smallNumbers[value] = hash
  }
  return hash
}

/** The words (and dotted addresses) that a text must hold, as hashes; `open` ends may be parts of longer words. */
export function wordsOf(text: string, open: { start: boolean; end: boolean } = { start: false, end: false }): number[] {
  const bytes = encoder.encode(text)
  let from = 0
  let to = bytes.length
  if (open.start) while (from < to && foldedWordByte[bytes[from]!] !== 0) from += 1
  if (open.end) while (to > from && foldedWordByte[bytes[to - 1]!] !== 0) to -= 1
  const found: number[] = []
  addWords({ add: (hash) => void found.push(hash >>> 0) }, bytes, from, to)
  return found
}

function hashBytes(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let hash = offsetBasis
  for (let i = from; i < to; i += 1) hash = Math.imul(hash ^ foldedByte[bytes[i]!]!, prime)
  return hash >>> 0
}
