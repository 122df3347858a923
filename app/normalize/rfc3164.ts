import type { Header } from './header.ts'
import {
  colon,
  isDigit,
  isLetter,
  leftBracket,
  looksLikeAddress,
  rightBracket,
  skipDigits,
  skipSpaces,
  space,
  wordEnd,
} from './text-scan.ts'
import type { TimestampReader } from './timestamp.ts'

const percent = 37
/** Longer than RFC 3164's 32, as systemd unit names are; short enough that a sentence with a colon is not a tag. */
const longestTag = 96

/**
 * Reads what comes after the priority in the old, loosely observed format (RFC 3164 section 4): time, host and tag,
 * each of which may be missing. False when neither a time nor a tag is there: then it is no header at all.
 */
export function readRfc3164(text: string, at: number, arrival: number, timestamps: TimestampReader, header: Header): boolean {
  let index = skipSpaces(text, at)
  const plain = index
  index = skipCiscoSequence(text, index)
  if (!timestamps.read(text, index, arrival)) {
    // `189: switch1: *Mar  1 …`: Cisco's origin-id comes before the time.
    const origin = index === plain ? -1 : text.indexOf(': ', index)
    const later = origin === -1 || origin - index > longestTag ? -1 : skipCiscoMarks(text, origin + 2)
    if (later === -1 || !timestamps.read(text, later, arrival)) {
      header.message = text.slice(plain)
      return readTag(text, index, header)
    }
    header.hostname = text.slice(index, origin)
  }
  header.time = timestamps.time
  index = timestamps.end
  const next = text.charCodeAt(index)
  if (next === colon) {
    // Cisco ends the time with a colon and names no host.
    readContent(text, skipSpaces(text, index + 1), header)
    return true
  }
  if (next === next && next !== space) {
    header.failure = { reason: 'bad_timestamp', message: `the time is not followed by a space (character ${index + 1})` }
    header.message = text.slice(index)
    return true
  }
  index = skipSpaces(text, index)
  if (header.hostname === undefined) index = readHost(text, index, header)
  readContent(text, index, header)
  return true
}

/** Takes the first word as the host unless it is a tag; the index after it. */
function readHost(text: string, at: number, header: Header): number {
  const end = wordEnd(text, at)
  if (end === text.length) return at
  const first = text.charCodeAt(at)
  if (!isLetter(first) && !isDigit(first) && first !== colon && first !== leftBracket && first !== 95 && first < 128) return at
  const last = text.charCodeAt(end - 1)
  if (last === colon) {
    const word = text.slice(at, end - 1)
    // `10.1.1.1: text` and `asa1: %ASA-…` name a host; `su: text` a program; `fe80::` is an address as it stands.
    if (looksLikeAddress(text.slice(at, end))) header.hostname = text.slice(at, end)
    else if (looksLikeAddress(word) || text.charCodeAt(end + 1) === percent) header.hostname = word
    else return at
    return skipSpaces(text, end)
  }
  if (last === rightBracket && isTagWithProcess(text, at, end)) return at
  header.hostname = text.slice(at, end)
  const next = skipSpaces(text, end)
  // `asa1 : %ASA-…`
  return text.charCodeAt(next) === colon && text.charCodeAt(next + 1) === space ? skipSpaces(text, next + 1) : next
}

function readContent(text: string, at: number, header: Header): void {
  header.message = text.slice(at)
  readTag(text, at, header)
}

/** Reads `program: `, `program[123]: ` or Cisco's `%FACILITY-SEVERITY-MNEMONIC: ` at `at`. */
function readTag(text: string, at: number, header: Header): boolean {
  const limit = Math.min(text.length, at + longestTag)
  let index = at
  let code = text.charCodeAt(index)
  while (index < limit && code !== colon && code !== leftBracket && code !== space) {
    index += 1
    code = text.charCodeAt(index)
  }
  if (index === at || index >= limit) return false
  if (code === colon) {
    const next = text.charCodeAt(index + 1)
    if (next === next && next !== space) return false
    if (text.charCodeAt(at) === percent) {
      header.msgid = text.slice(at + 1, index)
      return true
    }
    header.appname = text.slice(at, index)
    header.message = text.slice(next === space ? index + 2 : index + 1)
    return true
  }
  if (code !== leftBracket) return false
  const close = text.indexOf(']', index)
  if (close === -1 || close - index > longestTag || close === index + 1) return false
  const afterClose = text.charCodeAt(close + 1)
  const end = afterClose === colon ? close + 2 : close + 1
  const next = text.charCodeAt(end)
  if (next === next && next !== space) return false
  header.appname = text.slice(at, index)
  header.procid = text.slice(index + 1, close)
  header.message = text.slice(next === space ? end + 1 : end)
  return true
}

function isTagWithProcess(text: string, at: number, end: number): boolean {
  const open = text.indexOf('[', at)
  return open > at && open < end && skipDigits(text, open + 1) === end - 1
}

/** `123: ` before the time, and the marks of an unsynchronised clock (`*`, `.`) or an empty sequence (`: `). */
function skipCiscoSequence(text: string, at: number): number {
  const digits = skipDigits(text, at)
  if (text.charCodeAt(digits) !== colon) return skipCiscoMarks(text, at)
  return skipCiscoMarks(text, skipSpaces(text, digits + 1))
}

function skipCiscoMarks(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code === 42 || code === 46 ? at + 1 : at
}
