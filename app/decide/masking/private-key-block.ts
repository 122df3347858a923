import { dash, isAlphanumeric, skipBack, skipWhile, space, startsWith } from './byte-scan.ts'
import { noSecret, unlessMasked, type SecretMatch } from './secret-match.ts'

export const privateKeyWords = ['private key'] as const

/** `RSA `, `ENCRYPTED `, `OPENSSH `, `PGP `, … */
const longestLabel = 40

/** RFC 7468 and OpenPGP's like: what stands between BEGIN and END; to the end of the message where END never comes. */
export function matchPrivateKey(bytes: Uint8Array, from: number, to: number): SecretMatch {
  const label = skipBack(bytes, from, (byte) => isAlphanumeric(byte) || byte === space, longestLabel)
  // The label's first words are BEGIN and dashes before it.
  const begin = findBegin(bytes, label, from)
  if (begin === -1) return noSecret
  const block = startsWith(bytes, to, ' block') ? to + 6 : to
  const content = skipWhile(
    bytes,
    skipWhile(bytes, block, (byte) => byte === space, 1),
    (byte) => byte === dash,
    5,
  )
  if (content - block < 4) return noSecret
  return unlessMasked(bytes, content, findEnd(bytes, content))
}

function findBegin(bytes: Uint8Array, label: number, from: number): number {
  const begin = skipWhile(bytes, label, (byte) => byte === space, 1)
  return begin < from && startsWith(bytes, begin, 'begin ') && bytes[label - 1] === dash && bytes[label - 2] === dash ? begin : -1
}

/** The dashes before END. */
function findEnd(bytes: Uint8Array, content: number): number {
  for (let at = content; at < bytes.length; at += 1) {
    if (bytes[at] !== dash) continue
    const end = skipWhile(bytes, at, (byte) => byte === dash)
    if (end - at >= 4 && (startsWith(bytes, end, 'end ') || startsWith(bytes, end, ' end '))) return at
    at = end - 1
  }
  return bytes.length
}
