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
  skipUntil,
  skipWhile,
  startsWith,
} from './byte-scan.ts'
import type { PairSyntax, QuoteMark } from './pair-syntax.ts'

/** A key longer than this after a comma is taken for a part of the value. */
const longestKey = 64

/**
 * Where a quoted text ends: at the same mark with the same backslashes. More of them belong to marks and backslashes
 * inside: n levels of quoting turn one backslash into 2ⁿ, and `backslashes` of a mark are 2ⁿ − 1. The end of the message
 * where the mark never comes: it was cut.
 */
export function findQuoteEnd(bytes: Uint8Array, at: number, mark: QuoteMark): number {
  if (mark.text === '%22') {
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
