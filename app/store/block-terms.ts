/**
 * The searchable terms of a block, as 32-bit hashes (FNV-1a over text with ASCII letters lower-cased; ASCII only,
 * because the same folding must hold for raw bytes of any encoding).
 * - a word: a run of ASCII letters and digits or of bytes ≥ 0x80;
 * - four words of one to three digits joined by dots: an IPv4 address, whole;
 * - a field's value, whole, when it is short.
 * A filter over these says which blocks cannot hold what a query asks for.
 */
/** As a signed integer: V8 then keeps the hash in a register instead of as a double. */
const offsetBasis = 0x811c9dc5 | 0
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
  private readonly one = new Uint32Array(1)
  size = 0

  add(hash: number): void {
    this.one[0] = hash
    this.addAll(this.one, 1)
  }

  /** Many at a time: with the table in local variables this costs half of what single calls do. */
  addAll(hashes: Uint32Array, count: number): void {
    while ((this.size + count) * 2 > this.slots.length) this.grow()
    const { slots, shift } = this
    const mask = slots.length - 1
    for (let i = 0; i < count; i += 1) {
      const term = hashes[i]! === 0 ? 1 : hashes[i]!
      let slot = Math.imul(term, 0x9e3779b1) >>> shift
      let held = slots[slot]!
      while (held !== term && held !== 0) {
        slot = (slot + 1) & mask
        held = slots[slot]!
      }
      if (held === term) continue
      slots[slot] = term
      this.size += 1
    }
  }

  /** Everything added since the last call; leaves the set empty. */
  take(): Uint32Array<ArrayBuffer> {
    const terms = this.list()
    // A table sized for a full block would make the many small ones pay for clearing it.
    if (this.size * 8 < this.slots.length && this.slots.length > 1024) this.resize(this.slots.length / 2)
    else this.slots.fill(0)
    this.size = 0
    return terms
  }

  private list(): Uint32Array<ArrayBuffer> {
    const terms = new Uint32Array(this.size)
    let count = 0
    for (const term of this.slots) if (term !== 0) terms[count++] = term
    return terms
  }

  private grow(): void {
    const terms = this.list()
    this.resize(this.slots.length * 2)
    this.size = 0
    this.addAll(terms, terms.length)
  }

  private resize(length: number): void {
    this.slots = new Uint32Array(length)
    this.shift = 32 - Math.log2(length)
  }
}

/** Bytes under examination, with a separator behind them, and what was found in them. */
let window = new Uint8Array(4096)
let found = new Uint32Array(4096)
/** Where the last four words of up to three digits began. */
const starts = new Int32Array(4)

/** Adds every word of `bytes`, and every dotted run of four numbers. */
export function addWords(terms: TermSet, bytes: Uint8Array, from = 0, to = bytes.length): void {
  // Counted first: a text longer than any before it takes another, larger `found`.
  const count = findWords(bytes, from, to)
  terms.addAll(found, count)
}

/** Puts the hashes into `found`; returns how many. */
function findWords(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from
  if (length >= window.length) {
    window = new Uint8Array(length * 2)
    found = new Uint32Array(length * 2)
  }
  window.set(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to))
  window[length] = 0
  const held = window
  const hashes = found
  let count = 0
  let hash = offsetBasis
  let start = 0
  let joined = 0
  for (let i = 0; i <= length; i += 1) {
    const byte = held[i]!
    const folded = foldedWordByte[byte]!
    if (folded !== 0) {
      hash = Math.imul(hash ^ folded, prime)
      continue
    }
    if (i > start) {
      hashes[count++] = hash
      hash = offsetBasis
      if (byte === dot || joined > 0) {
        joined = joinNumber(held, start, i, joined)
        if (joined >= 4) hashes[count++] = hashBytes(held, starts[joined & 3]!, i)
        if (byte !== dot) joined = 0
      }
    } else joined = 0
    start = i + 1
  }
  return count
}

/** How many numbers of up to three digits are joined by dots up to here; 0 when this word is none. */
function joinNumber(bytes: Uint8Array, start: number, end: number, joined: number): number {
  if (end - start > 3) return 0
  for (let i = start; i < end; i += 1) if (bytes[i]! > 0x39) return 0
  starts[joined & 3] = start
  return joined + 1
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
  const count = findWords(bytes, from, to)
  return [...found.subarray(0, count)]
}

function hashBytes(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let hash = offsetBasis
  for (let i = from; i < to; i += 1) hash = Math.imul(hash ^ foldedByte[bytes[i]!]!, prime)
  return hash >>> 0
}
