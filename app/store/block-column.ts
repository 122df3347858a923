import type { FieldValue } from '../model/fields.ts'
import { foldedWordByte } from './block-terms.ts'

export const columnKinds = { values: 1, numbers: 2, suffixes: 3 } as const

const encoder = new TextEncoder()

/**
 * Gathers one field of a block, without gaps (`block-shapes.ts` knows which records have it).
 * Numbers stay numbers until something else turns up; everything else becomes a code into a dictionary.
 * The message of a log line is nearly always the end of its raw bytes: then only its length is kept (code 0).
 */
export class Column {
  readonly name: string
  readonly holdsMessage: boolean
  size = 0
  /** The block this is filled for. */
  block = -1
  numeric = false
  numbers = new Float64Array(0)
  codes = new Uint16Array(0)
  /** Of each message: the length in bytes of the end of raw that it is, or 0. */
  lengths = new Float64Array(0)
  readonly dictionary: FieldValue[] = []
  private readonly index = new Map<FieldValue, number>()
  private last: FieldValue | undefined
  private lastCode = 0
  private readonly messages: FieldValue[] = []
  private readonly raws: Uint8Array[] = []

  constructor(name: string) {
    this.name = name
    this.holdsMessage = name === 'message'
  }

  reset(): void {
    this.size = 0
    this.numeric = false
    this.last = undefined
    this.messages.length = this.raws.length = 0
    if (this.dictionary.length > 0) {
      this.dictionary.length = 0
      this.index.clear()
    }
  }

  add(value: FieldValue, raw: Uint8Array): void {
    if (this.holdsMessage) {
      this.messages.push(value)
      this.raws.push(raw)
    } else if (typeof value === 'number' && (this.numeric || this.size === 0)) {
      this.numeric = true
      if (this.size === this.numbers.length) this.numbers = grow(this.numbers, Float64Array)
      this.numbers[this.size] = value
    } else {
      if (this.numeric) this.turnIntoValues()
      if (this.size === this.codes.length) this.codes = grow(this.codes, Uint16Array)
      this.codes[this.size] = value === this.last ? this.lastCode : this.codeOf(value)
    }
    this.size += 1
  }

  /** To be called once, when all values are in. */
  finish(): void {
    if (!this.holdsMessage) return
    if (this.codes.length < this.size) this.codes = new Uint16Array(this.size)
    this.lengths = suffixLengths(this.messages, this.raws)
    for (let i = 0; i < this.size; i += 1) this.codes[i] = this.lengths[i] === 0 ? this.codeOf(this.messages[i]!) : 0
  }

  private codeOf(value: FieldValue): number {
    let code = this.index.get(value)
    if (code === undefined) {
      this.dictionary.push(value)
      // Code 0 says "the end of the raw bytes" in the message's column.
      code = this.holdsMessage ? this.dictionary.length : this.dictionary.length - 1
      this.index.set(value, code)
    }
    this.last = value
    this.lastCode = code
    return code
  }

  private turnIntoValues(): void {
    this.numeric = false
    if (this.codes.length < this.numbers.length) this.codes = new Uint16Array(this.numbers.length)
    for (let i = 0; i < this.size; i += 1) this.codes[i] = this.codeOf(this.numbers[i]!)
  }
}

/**
 * Of each message, the number of bytes that it is the end of its raw; 0 where it is not.
 * Encoded together and compared as bytes: reading a string character by character costs five times as much.
 */
function suffixLengths(messages: readonly FieldValue[], raws: readonly Uint8Array[]): Float64Array<ArrayBuffer> {
  const lengths = new Float64Array(messages.length)
  const together = messages.join('')
  const bytes = encoder.encode(together)
  const ascii = bytes.length === together.length
  const view = new DataView(bytes.buffer)
  // Records of a chunk are views of one buffer.
  let rawView: DataView = view
  let at = 0
  for (let i = 0; i < messages.length; i += 1) {
    const message = messages[i]!
    const raw = raws[i]!
    if (raw.buffer !== rawView.buffer) rawView = new DataView(raw.buffer)
    if (typeof message !== 'string') {
      at += String(message).length
      continue
    }
    if (ascii) {
      if (isSuffix(view, at, message.length, raw, rawView)) lengths[i] = message.length
      at += message.length
    } else if (message.isWellFormed()) {
      const alone = encoder.encode(message)
      if (isSuffix(new DataView(alone.buffer), 0, alone.length, raw, rawView)) lengths[i] = alone.length
    }
  }
  return lengths
}

function isSuffix(view: DataView, at: number, length: number, raw: Uint8Array, rawView: DataView): boolean {
  if (length > raw.length) return false
  // A message that begins inside a word has a first word that is not among the words of raw: then it is kept whole.
  if (length < raw.length && foldedWordByte[raw[raw.length - length - 1]!] !== 0) return false
  const start = raw.byteOffset + raw.length - length
  let i = 0
  for (; i + 4 <= length; i += 4) {
    if (view.getUint32(at + i) !== rawView.getUint32(start + i)) return false
  }
  for (; i < length; i += 1) {
    if (view.getUint8(at + i) !== rawView.getUint8(start + i)) return false
  }
  return true
}

function grow<Values extends Float64Array | Uint16Array>(values: Values, type: new (length: number) => Values): Values {
  const grown = new type(Math.max(64, values.length * 2))
  grown.set(values)
  return grown
}
