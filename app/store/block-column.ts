import type { FieldValue } from '../model/fields.ts'

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
  /** For a message found at the end of the raw bytes: its length in bytes. */
  lengths = new Float64Array(0)
  readonly dictionary: FieldValue[] = []
  private readonly index = new Map<FieldValue, number>()
  private last: FieldValue | undefined
  private lastCode = 0

  constructor(name: string) {
    this.name = name
    this.holdsMessage = name === 'message'
  }

  reset(): void {
    this.size = 0
    this.numeric = false
    this.last = undefined
    if (this.dictionary.length > 0) {
      this.dictionary.length = 0
      this.index.clear()
    }
  }

  add(value: FieldValue, raw: Uint8Array): void {
    if (typeof value === 'number') {
      if (this.size === 0) this.numeric = true
      if (this.numeric) {
        if (this.size === this.numbers.length) this.numbers = grow(this.numbers, Float64Array)
        this.numbers[this.size] = value
        this.size += 1
        return
      }
    } else if (this.numeric) this.turnIntoValues()
    if (this.size >= this.codes.length) this.codes = grow(this.codes, Uint16Array)
    if (this.holdsMessage) this.addMessage(value, raw)
    else this.codes[this.size] = value === this.last ? this.lastCode : this.codeOf(value)
    this.size += 1
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

  private addMessage(value: FieldValue, raw: Uint8Array): void {
    if (this.lengths.length < this.codes.length) this.lengths = grow(this.lengths, Float64Array, this.codes.length)
    const length = typeof value === 'string' ? suffixLength(value, raw) : -1
    this.codes[this.size] = length < 0 ? this.codeOf(value) : 0
    this.lengths[this.size] = length < 0 ? 0 : length
  }

  private turnIntoValues(): void {
    this.numeric = false
    if (this.holdsMessage) this.lengths = new Float64Array(this.numbers.length)
    if (this.codes.length < this.numbers.length) this.codes = grow(this.codes, Uint16Array, this.numbers.length)
    for (let i = 0; i < this.size; i += 1) {
      if (this.holdsMessage) this.lengths[i] = 0
      this.codes[i] = this.codeOf(this.numbers[i]!)
    }
  }
}

/** Bytes of `value` when `raw` ends with it, else −1. */
function suffixLength(value: string, raw: Uint8Array): number {
  const start = raw.length - value.length
  if (start < 0) return -1
  for (let i = value.length - 1; i >= 0; i -= 1) {
    const code = value.charCodeAt(i)
    if (code >= 0x80) return encodedSuffixLength(value, raw)
    if (code !== raw[start + i]) return -1
  }
  return value.length
}

function encodedSuffixLength(value: string, raw: Uint8Array): number {
  if (!value.isWellFormed()) return -1
  const bytes = encoder.encode(value)
  const start = raw.length - bytes.length
  if (start < 0) return -1
  for (let i = 0; i < bytes.length; i += 1) {
    if (bytes[i] !== raw[start + i]) return -1
  }
  return bytes.length
}

function grow<Values extends Float64Array | Uint16Array>(
  values: Values,
  type: new (length: number) => Values,
  length = Math.max(64, values.length * 2),
): Values {
  const grown = new type(length)
  grown.set(values)
  return grown
}
