import type { FieldValue } from '../model/fields.ts'
import { suffixLengths } from './message-suffix.ts'

/** 4, digits: text that is a whole number as JavaScript writes it (`log.syslog.procid`), stored as that number. */
export const columnKinds = { values: 1, numbers: 2, suffixes: 3, digits: 4 } as const

/**
 * Gathers one field of a block, without gaps (`block-shapes.ts` knows which records have it).
 * What the first value is decides how the column starts: numbers and digits stay numbers until something else turns
 * up; everything else becomes a code into a dictionary. A map of strings that hardly repeat, as process ids do,
 * would cost a quarter of the whole encoding.
 * The message of a log line is nearly always the end of its raw bytes: then only its length is kept (code 0).
 */
export class Column {
  readonly name: string
  kind: (typeof columnKinds)[keyof typeof columnKinds] = columnKinds.values
  size = 0
  /** The block this is filled for. */
  block = -1
  numbers = new Float64Array(0)
  codes = new Uint16Array(0)
  /** Of each message: the length in bytes of the end of raw that it is, or 0. */
  lengths = new Float64Array(0)
  readonly dictionary: FieldValue[] = []
  private readonly index = new Map<FieldValue, number>()
  private last: FieldValue | undefined
  private lastCode = 0
  private readonly holdsMessage: boolean
  private readonly messages: FieldValue[] = []
  private readonly raws: Uint8Array[] = []

  constructor(name: string) {
    this.name = name
    this.holdsMessage = name === 'message'
    this.reset()
  }

  reset(): void {
    this.size = 0
    this.kind = this.holdsMessage ? columnKinds.suffixes : columnKinds.values
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
      this.size += 1
      return
    }
    if (this.size === 0) this.kind = kindOf(value)
    if (this.kind !== columnKinds.values) {
      if (this.addNumber(value)) return
      this.turnIntoValues()
    }
    if (this.size === this.codes.length) this.codes = grow(this.codes, Uint16Array)
    this.codes[this.size] = value === this.last ? this.lastCode : this.codeOf(value)
    this.size += 1
  }

  /** To be called once, when all values are in. */
  finish(): void {
    if (!this.holdsMessage) return
    if (this.codes.length < this.size) this.codes = new Uint16Array(this.size)
    this.lengths = suffixLengths(this.messages, this.raws)
    for (let i = 0; i < this.size; i += 1) this.codes[i] = this.lengths[i] === 0 ? this.codeOf(this.messages[i]!) : 0
  }

  private addNumber(value: FieldValue): boolean {
    const digits = this.kind === columnKinds.digits
    const number = digits ? readDigits(value) : value
    if (typeof number !== 'number' || (digits && number < 0)) return false
    if (this.size === this.numbers.length) this.numbers = grow(this.numbers, Float64Array)
    this.numbers[this.size] = number
    this.size += 1
    return true
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
    const digits = this.kind === columnKinds.digits
    this.kind = columnKinds.values
    if (this.codes.length < this.numbers.length) this.codes = new Uint16Array(this.numbers.length)
    for (let i = 0; i < this.size; i += 1) this.codes[i] = this.codeOf(digits ? String(this.numbers[i]) : this.numbers[i]!)
  }
}

function kindOf(value: FieldValue): Column['kind'] {
  if (typeof value === 'number') return columnKinds.numbers
  return readDigits(value) < 0 ? columnKinds.values : columnKinds.digits
}

/** The number that text of up to nine digits is written for, without a leading zero; −1 for anything else. */
function readDigits(value: FieldValue): number {
  if (typeof value !== 'string') return -1
  const { length } = value
  if (length === 0 || length > 9) return -1
  let number = 0
  for (let i = 0; i < length; i += 1) {
    const digit = value.charCodeAt(i) - 0x30
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return length > 1 && value.charCodeAt(0) === 0x30 ? -1 : number
}

function grow<Values extends Float64Array | Uint16Array>(values: Values, type: new (length: number) => Values): Values {
  const grown = new type(Math.max(64, values.length * 2))
  grown.set(values)
  return grown
}
