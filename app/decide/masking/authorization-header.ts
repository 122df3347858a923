import { backslash, colon, isAlphanumeric, isBlank, isKeyByte, isQuote, skipUntil, skipWhile, space, startsWith } from './byte-scan.ts'
import { readPairSyntax, type PairSyntax } from './pair-syntax.ts'
import { noSecret, secret, unlessMasked, type SecretMatch } from './secret-match.ts'
import { findBareEnd, findQuoteEnd, isEscape } from './value-end.ts'

export const authorizationWords = ['authorization', 'cookie', 'bearer'] as const

/** IANA's HTTP authentication schemes, and those that programs have made up; they are told, what follows is not. */
const schemes = new Set([
  ...['basic', 'bearer', 'concealed', 'digest', 'dpop', 'gnap', 'hoba', 'mutual', 'negotiate', 'oauth', 'privatetoken'],
  ...['scram-sha-1', 'scram-sha-256', 'vapid', 'aws4-hmac-sha256', 'ntlm', 'token', 'apikey', 'api-key', 'key', 'jwt', 'hawk', 'signature'],
])
const longestScheme = 30
/** Fewer characters after a lone `Bearer` are prose. */
const shortestBearer = 16

/** `Authorization: Bearer …` (and `Proxy-Authorization`), `Cookie: …`, `Set-Cookie: …`, and a lone `Bearer …`. */
export function matchAuthorization(bytes: Uint8Array, from: number, to: number): SecretMatch {
  if (startsWith(bytes, from, 'bearer')) return matchBearer(bytes, from, to)
  const syntax = readPairSyntax(bytes, to)
  if (syntax === undefined) return noSecret
  if (!startsWith(bytes, from, 'cookie')) return matchCredentials(bytes, syntax)
  // A field named `cookie=` is a number of OpenFlow or NFS; a header has a colon.
  return syntax.separator === 'colon' ? unlessMasked(bytes, syntax.value, findHeaderEnd(bytes, syntax.value, syntax)) : noSecret
}

function matchCredentials(bytes: Uint8Array, syntax: PairSyntax): SecretMatch {
  const { value, valueQuote } = syntax
  const wordEnd = skipWhile(bytes, value, isKeyByte, longestScheme)
  const word = String.fromCharCode(...bytes.subarray(value, wordEnd)).toLowerCase()
  const next = skipGap(bytes, wordEnd)
  const hasSecond = next > wordEnd && findBareEnd(bytes, next, syntax) > next
  if (schemes.has(word) && hasSecond) {
    return unlessMasked(bytes, next, hasParameters(bytes, next) ? findHeaderEnd(bytes, next, syntax) : findBareEnd(bytes, next, syntax))
  }
  if (valueQuote !== undefined) return unlessMasked(bytes, value, findQuoteEnd(bytes, value, valueQuote))
  // An unknown scheme is a word without digits: what comes after it is the secret, and it may itself be one.
  const isWord = hasSecond && /^[a-z-]+$/.test(word)
  return unlessMasked(bytes, value, findBareEnd(bytes, isWord ? next : value, syntax))
}

/** `Digest username="…", response="…"`: all of it goes, to the end of the header. */
function hasParameters(bytes: Uint8Array, at: number): boolean {
  const name = skipWhile(bytes, at, isKeyByte, longestScheme)
  const value = name + 1
  return name > at && bytes[name] === 61 && value < bytes.length && bytes[value] !== 61 && !isBlank(bytes[value])
}

/** To the end of its quotation marks; without them to the end of the line, or of the text that it stands in. */
function findHeaderEnd(bytes: Uint8Array, at: number, { valueQuote }: PairSyntax): number {
  if (valueQuote !== undefined) return findQuoteEnd(bytes, at, valueQuote)
  let quoted = false
  return skipUntil(bytes, at, (index) => {
    const byte = bytes[index] as number
    if (byte === 10 || byte === 13) return true
    if (byte === backslash) return isEscape(bytes[index + 1])
    if (!isQuote(byte)) return false
    // A mark right after `=` opens a parameter, and the next one closes it.
    if (quoted || bytes[index - 1] === 61) {
      quoted = !quoted
      return false
    }
    return true
  })
}

function matchBearer(bytes: Uint8Array, from: number, to: number): SecretMatch {
  const begin = skipGap(bytes, to)
  if (begin === to || bytes[from - 1] === colon || isAlphanumeric(bytes[from - 1])) return noSecret
  const end = skipWhile(bytes, begin, isToken68)
  const hasDigit = bytes.subarray(begin, Math.min(end, begin + 256)).some((byte) => byte >= 48 && byte <= 57)
  return end - begin >= shortestBearer && hasDigit ? secret(begin, end) : { kind: 'none', until: end }
}

/** RFC 9110 section 11.2. */
function isToken68(byte: number | undefined): boolean {
  return isKeyByte(byte) || byte === 126 || byte === 43 || byte === 47 || byte === 61
}

function skipGap(bytes: Uint8Array, at: number): number {
  if (startsWith(bytes, at, '%20')) return at + 3
  return bytes[at] === 43 ? at + 1 : skipWhile(bytes, at, (byte) => byte === space, 8)
}
