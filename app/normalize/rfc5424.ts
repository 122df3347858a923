import type { Header } from './header.ts'
import { readStructuredData } from './structured-data.ts'
import { dash, isDigit, leftBracket, skipDigits, skipSpaces, space, wordEnd } from './text-scan.ts'
import type { TimestampReader } from './timestamp.ts'

/** Longest HOSTNAME, APP-NAME, PROCID and MSGID (RFC 5424 section 6). */
const limits = { hostname: 255, appname: 48, procid: 128, msgid: 32 } as const
const fieldNames = ['hostname', 'appname', 'procid', 'msgid'] as const

/** Whether a version (1 to 999) stands at `at`, which tells RFC 5424 from RFC 3164. */
export function startsRfc5424(text: string, at: number): boolean {
  const first = text.charCodeAt(at)
  if (!isDigit(first) || first === 48) return false
  const end = skipDigits(text, at)
  return end - at <= 3 && (end === text.length || text.charCodeAt(end) === space)
}

/**
 * Reads VERSION and everything after it (RFC 5424 section 6) from `at`. More forgiving than the RFC in what is
 * seen in the field and cannot be mistaken: nanoseconds, a missing STRUCTURED-DATA between two spaces, values
 * without quotes.
 */
export function readRfc5424(text: string, at: number, timestamps: TimestampReader, header: Header): void {
  const versionEnd = skipDigits(text, at)
  header.version = text.slice(at, versionEnd)
  if (versionEnd >= text.length) return fail(header, text, versionEnd, 'truncated', 'the message ends after VERSION')
  let index = versionEnd + 1

  const timeEnd = wordEnd(text, index)
  if (!(timeEnd === index + 1 && text.charCodeAt(index) === dash)) {
    if (!timestamps.readStrict(text, index)) return fail(header, text, index, 'bad_timestamp', 'TIMESTAMP is not an RFC 3339 time')
    header.time = timestamps.time
    if (timestamps.end !== timeEnd) return fail(header, text, timestamps.end, 'bad_timestamp', 'TIMESTAMP goes on after its zone')
  }
  index = timeEnd + 1

  for (const name of fieldNames) {
    if (index > text.length) return fail(header, text, text.length, 'truncated', `the message ends before ${name.toUpperCase()}`)
    const end = wordEnd(text, index)
    if (end === index) return fail(header, text, index, 'bad_header', `${name.toUpperCase()} is empty`)
    if (end - index > limits[name]) return fail(header, text, index, 'too_long', `${name.toUpperCase()} is longer than ${limits[name]}`)
    if (!isPrintable(text, index, end))
      return fail(header, text, index, 'bad_header', `${name.toUpperCase()} holds characters outside 33–126`)
    if (!(end === index + 1 && text.charCodeAt(index) === dash)) header[name] = text.slice(index, end)
    index = end + 1
  }
  if (index > text.length) return fail(header, text, text.length, 'truncated', 'the message ends before STRUCTURED-DATA')
  readRest(text, index, header)
}

function readRest(text: string, at: number, header: Header): void {
  let end = at
  const first = text.charCodeAt(at)
  if (first === dash) end = at + 1
  else if (first === leftBracket) {
    const result = readStructuredData(text, at)
    header.structuredData = result.json
    if (result.kind === 'failed') return fail(header, text, at, 'bad_structured_data', result.message)
    end = result.end
  } else if (first !== space) return fail(header, text, at, 'bad_structured_data', 'STRUCTURED-DATA is neither - nor an element')
  if (end === text.length) return
  if (text.charCodeAt(end) !== space) return fail(header, text, at, 'bad_structured_data', 'STRUCTURED-DATA is not followed by a space')
  header.message = text.slice(skipSpaces(text, end))
}

function fail(header: Header, text: string, at: number, reason: NonNullable<Header['failure']>['reason'], message: string): void {
  header.failure = { reason, message: `${message} (character ${at + 1})` }
  header.message = text.slice(at)
}

function isPrintable(text: string, at: number, end: number): boolean {
  for (let index = at; index < end; index += 1) {
    const code = text.charCodeAt(index)
    if (code < 33 || code > 126) return false
  }
  return true
}
