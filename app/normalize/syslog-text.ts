import type { Header } from './header.ts'
import { space } from './text-scan.ts'

const decoder = new TextDecoder('utf-8')
export const byteOrderMark = '\ufeff'

/** The text without what only ended it on the wire: line ends, NULs (RFC 6587 section 3.4.2), and blanks before it. */
export function decodeText(bytes: Uint8Array): string {
  const text = decoder.decode(bytes)
  let end = text.length
  while (end > 0 && isTrailer(text.charCodeAt(end - 1))) end -= 1
  let start = 0
  while (start < end && (isTrailer(text.charCodeAt(start)) || text.charCodeAt(start) === space)) start += 1
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

function isTrailer(code: number): boolean {
  return code === 0 || code === 10 || code === 13
}

/** RFC 5424 section 6.4: a message that begins with the mark must be valid UTF-8. The mark itself is not part of the text. */
export function readMarkedMessage(header: Header, bytes: Uint8Array): void {
  if (header.message.includes('\ufffd') && !isUtf8(bytes)) {
    header.failure ??= { reason: 'bad_encoding', message: 'the message is marked as UTF-8 but is not' }
  }
  header.message = header.message.slice(1)
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
