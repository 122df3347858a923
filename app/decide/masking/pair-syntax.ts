import { backslash, colon, doubleQuote, equalsSign, isQuote, percent, skipWhile, space, startsWith, tab } from './byte-scan.ts'

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
