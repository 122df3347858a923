import { backslash, doubleQuote, isMasked, isQuote, skipUntil } from './byte-scan.ts'
import type { PairSyntax } from './pair-syntax.ts'
import { noSecret, secret, unlessMasked, type SecretMatch } from './secret-match.ts'
import { beginsPair, findBareEnd, findQuoteEnd } from './value-end.ts'

/** The value of a pair: what is quoted, a word, or (in JSON) a number, a list or an object. */
export function readPairValue(bytes: Uint8Array, syntax: PairSyntax): SecretMatch {
  const { value, valueQuote, keyQuote } = syntax
  if (valueQuote !== undefined) return unlessMasked(bytes, value, findQuoteEnd(bytes, value, valueQuote))
  if (keyQuote === undefined || syntax.separator !== 'colon') {
    // `password= user=bob`: it was empty.
    const isEmpty = !syntax.isTight && syntax.separator === 'equals' && beginsPair(bytes, value)
    return isEmpty ? noSecret : unlessMasked(bytes, value, findBareEnd(bytes, value, syntax))
  }
  // What stands there must still be JSON afterwards.
  const end = isOpening(bytes[value]) ? findClosing(bytes, value, keyQuote.backslashes) : findScalarEnd(bytes, value)
  return end > value && !isMasked(bytes, value, end) ? secret(value, end, `${keyQuote.text}***${keyQuote.text}`) : noSecret
}

function isOpening(byte: number | undefined): boolean {
  return byte === 91 || byte === 123
}

/** A number or a word of JSON. */
function findScalarEnd(bytes: Uint8Array, at: number): number {
  return skipUntil(bytes, at, (index) => {
    const byte = bytes[index] as number
    return byte <= 32 || byte === 44 || byte === 93 || byte === 125 || byte === backslash || isQuote(byte)
  })
}

/** After the bracket that closes the one at `at`; brackets in strings do not count. The end of the message where it was cut. */
function findClosing(bytes: Uint8Array, at: number, backslashes: number): number {
  let depth = 0
  let inString = false
  let run = 0
  for (let index = at; index < bytes.length; index += 1) {
    const byte = bytes[index] as number
    if (byte === backslash) {
      run += 1
      continue
    }
    if (byte === doubleQuote && (run - backslashes) % (2 * (backslashes + 1)) === 0) inString = !inString
    run = 0
    if (inString) continue
    if (byte === 91 || byte === 123) depth += 1
    else if (byte === 93 || byte === 125) {
      depth -= 1
      if (depth === 0) return index + 1
    }
  }
  return bytes.length
}
