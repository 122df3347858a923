import {
  backslash,
  backtick,
  colon,
  doubleQuote,
  equalsSign,
  isBlank,
  isKeyByte,
  isQuote,
  percent,
  skipWhile,
  space,
  startsWith,
  tab,
} from './byte-scan.ts'

/** A quotation mark as it is written: inside JSON inside JSON it is `\"`, inside an address `%22`. */
export interface QuoteMark {
  text: string
  byte: number
  backslashes: number
  length: number
}

export interface PairSyntax {
  separator: 'equals' | 'colon'
  /** `%3D`: the pair stands in an address. */
  isEncoded: boolean
  /** After the key, where there is one. */
  keyQuote: QuoteMark | undefined
  /** Whether the value came right after the separator. */
  isTight: boolean
  valueQuote: QuoteMark | undefined
  /** First byte of the value, after its quotation mark. */
  value: number
}

/** More spaces than this between a key and its value are a table, not a pair. */
const mostSpaces = 8
const mostBackslashes = 15
/** A key longer than this after a comma is taken for a part of the value. */
const longestKey = 64

/** What follows a key at `at`: `=`, `: `, `":"`, ` => `, `%3D`, `\":\"`, `]=`; undefined when it is no pair. */
export function readPairSyntax(bytes: Uint8Array, at: number): PairSyntax | undefined {
  const keyQuote = readQuoteMark(bytes, at)
  let index = at + (keyQuote?.length ?? 0)
  const isIndexed = bytes[index] === 93 || startsWith(bytes, index, '%5d')
  if (isIndexed) index += bytes[index] === 93 ? 1 : 3
  index = skipSpaces(bytes, index)
  const separator = readSeparator(bytes, index)
  if (separator === undefined || (isIndexed && separator.kind !== 'equals')) return undefined
  const end = index + separator.length
  const begin = skipSpaces(bytes, end)
  const valueQuote = readQuoteMark(bytes, begin)
  return {
    separator: separator.kind,
    isEncoded: separator.isEncoded,
    keyQuote,
    isTight: begin === end,
    valueQuote,
    value: begin + (valueQuote?.length ?? 0),
  }
}

function skipSpaces(bytes: Uint8Array, at: number): number {
  const end = skipWhile(bytes, at, (byte) => byte === space || byte === tab, mostSpaces)
  return startsWith(bytes, end, '%20') ? end + 3 : end
}

function readSeparator(bytes: Uint8Array, at: number): { kind: PairSyntax['separator']; isEncoded: boolean; length: number } | undefined {
  const byte = bytes[at]
  if (byte === percent) {
    if (startsWith(bytes, at, '%3d')) return { kind: 'equals', isEncoded: true, length: 3 }
    return startsWith(bytes, at, '%3a') ? { kind: 'colon', isEncoded: true, length: 3 } : undefined
  }
  // `=>` of Ruby and PHP, `==` of comparisons, `:=` of assignments.
  if (byte === equalsSign) return { kind: 'equals', isEncoded: false, length: bytes[at + 1] === 62 || bytes[at + 1] === equalsSign ? 2 : 1 }
  if (byte === colon) return { kind: 'colon', isEncoded: false, length: bytes[at + 1] === equalsSign ? 2 : 1 }
  return undefined
}

function readQuoteMark(bytes: Uint8Array, at: number): QuoteMark | undefined {
  if (startsWith(bytes, at, '%22')) return { text: '%22', byte: doubleQuote, backslashes: 0, length: 3 }
  const end = skipWhile(bytes, at, (byte) => byte === backslash, mostBackslashes)
  const byte = bytes[end]
  if (byte === undefined || !isQuote(byte)) return undefined
  const backslashes = end - at
  return { text: '\\'.repeat(backslashes) + String.fromCharCode(byte), byte, backslashes, length: backslashes + 1 }
}

/**
 * Where a quoted text ends: at the same mark with the same backslashes. More of them belong to marks and backslashes
 * inside: n levels of quoting turn one backslash into 2ⁿ, and `backslashes` of a mark are 2ⁿ − 1. The end of the message
 * where the mark never comes: it was cut.
 */
export function findQuoteEnd(bytes: Uint8Array, at: number, mark: QuoteMark): number {
  if (mark.length === 3 && mark.text === '%22') {
    return skipUntil(bytes, at, (index) => isBlank(bytes[index]) || startsWith(bytes, index, '%22'))
  }
  let run = 0
  for (let index = at; index < bytes.length; index += 1) {
    const byte = bytes[index]
    if (byte === backslash) run += 1
    else {
      if (byte === mark.byte && run >= mark.backslashes && (run - mark.backslashes) % (2 * (mark.backslashes + 1)) === 0) {
        return index - mark.backslashes
      }
      run = 0
    }
  }
  return bytes.length
}

/** Where a value without quotation marks ends. A comma may be a part of a password: it ends one only when another pair follows. */
export function findBareEnd(bytes: Uint8Array, at: number, syntax: Pick<PairSyntax, 'separator' | 'isEncoded'>): number {
  return skipUntil(bytes, at, (index) => {
    const byte = bytes[index]
    switch (byte) {
      case doubleQuote:
      case 39:
      case backtick:
      case 60: // <
      case 62: // >
        return true
      case backslash:
        return isEscape(bytes[index + 1])
      case 38: // &
      case 44: // ,
      case 59: // ;
      case 124: // |
        return endsPair(bytes, index + 1, syntax.separator)
      case 41: // )
      case 93: // ]
      case 125: // }
        return closes(bytes[index + 1])
      case percent:
        return syntax.isEncoded && startsWith(bytes, index, '%26')
      default:
        return isBlank(byte)
    }
  })
}

/** `\n`, `\"` and their like: the text stands in a string of another, and what comes is not of this word. */
export function isEscape(byte: number | undefined): boolean {
  return byte === 110 || byte === 114 || byte === 116 || byte === backslash || isQuote(byte)
}

/** Whether `name=` stands there. */
export function beginsPair(bytes: Uint8Array, at: number): boolean {
  const end = skipWhile(bytes, at, isKeyByte, longestKey)
  return end > at && bytes[end] === equalsSign && bytes[end + 1] !== equalsSign
}

function endsPair(bytes: Uint8Array, at: number, separator: PairSyntax['separator']): boolean {
  const byte = bytes[at]
  if (byte === undefined || isBlank(byte) || isQuote(byte)) return true
  const end = skipWhile(bytes, at, isFieldByte, longestKey)
  return end > at && (bytes[end] === equalsSign || (separator === 'colon' && bytes[end] === colon))
}

/** With `*`, so that what stands masked already reads as what it was. */
function isFieldByte(byte: number | undefined): boolean {
  return isKeyByte(byte) || byte === 42 || byte === 91 || byte === 93 || byte === percent
}

function closes(byte: number | undefined): boolean {
  return byte === undefined || isBlank(byte) || isQuote(byte) || ',.;:)]}<'.includes(String.fromCharCode(byte))
}

export function skipUntil(bytes: Uint8Array, at: number, stops: (index: number) => boolean): number {
  let index = at
  while (index < bytes.length && !stops(index)) index += 1
  return index
}
