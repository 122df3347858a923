import { backslash, colon, isBlank, isQuote, skipUntil, slash } from './byte-scan.ts'
import { noSecret, unlessMasked, type SecretMatch } from './secret-match.ts'

/** `scheme://user:password@host`: the password, which RFC 3986 section 3.2.1 asks not to write and everybody does. */
export function matchUrlCredentials(bytes: Uint8Array, _from: number, to: number): SecretMatch {
  const end = skipUntil(bytes, to, (index) => endsAuthority(bytes[index] as number))
  // Passwords hold `@` that should have been %40: the last one is the separator.
  const at = bytes.subarray(to, end).lastIndexOf(64)
  const separator = bytes.subarray(to, end).indexOf(colon)
  if (at === -1 || separator === -1 || separator > at) return noSecret
  return unlessMasked(bytes, to + separator + 1, to + at)
}

function endsAuthority(byte: number): boolean {
  return byte === slash || byte === 63 || byte === 35 || byte === backslash || byte === 60 || byte === 62 || isBlank(byte) || isQuote(byte)
}
