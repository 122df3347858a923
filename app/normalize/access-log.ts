import type { Fields } from '../model/fields.ts'
import { canonicalAddress } from '../model/ip-address.ts'
import type { MessageParser } from './parser.ts'
import { looksLikeAddress, quote, readDigits, readInteger, readPort, skipDigits, space, wordEnd } from './text-scan.ts'

const longestAddress = 255
const months = 'JanFebMarAprMayJunJulAugSepOctNovDec'

/**
 * Web access lines in the Common and Combined Log Formats (Apache mod_log_config; nginx's `combined`), with the
 * virtual host before them where configured:
 * `[VHOST[:PORT] ]CLIENT IDENT USER [dd/Mmm/yyyy:hh:mm:ss ±hhmm] "METHOD URL HTTP/1.1" STATUS BYTES[ "REFERRER" "AGENT"]`.
 * Servers put them into syslog under all sorts of names, so the text itself decides.
 */
export const accessLog: MessageParser = {
  name: 'access-log',
  programs: [],
  parse(message, fields) {
    const dateAt = message.indexOf(' [')
    if (dateAt < 5 || dateAt > 1024 || !isDate(message, dateAt + 2)) return false
    const requestAt = dateAt + 30
    if (message.charCodeAt(requestAt - 1) !== space || message.charCodeAt(requestAt) !== quote) return false
    const requestEnd = findQuote(message, requestAt + 1)
    if (requestEnd === -1 || message.charCodeAt(requestEnd + 1) !== space) return false
    const statusEnd = wordEnd(message, requestEnd + 2)
    const status = message.slice(requestEnd + 2, statusEnd)
    const bytesEnd = wordEnd(message, statusEnd + 1)
    const bytes = message.slice(statusEnd + 1, bytesEnd)
    if (!isNumberOrDash(status) || !isNumberOrDash(bytes)) return false
    if (!readClient(message, dateAt, fields)) return false
    readRequest(message.slice(requestAt + 1, requestEnd), fields)
    setStatus(status, bytes, fields)
    readQuoted(message, bytesEnd + 1, fields)
    fields['event.start'] = readDate(message, dateAt + 2)
    return true
  },
}

/** `[VHOST[:PORT] ]CLIENT IDENT USER` before the date. */
function readClient(message: string, end: number, fields: Fields): boolean {
  const words = message.slice(0, end).split(' ')
  // A user name may hold blanks; then it is everything from the third word on.
  const hasHost = words.length >= 4 && words[1] !== '-' && words[2] === '-'
  const [client, , ...user] = hasHost ? words.slice(1) : words
  if (client === undefined || user.length === 0 || client.length > longestAddress || !/^[\w.:%-]+$/.test(client)) return false
  if (hasHost) {
    const host = /^([\w.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i.exec(words[0] ?? '')
    if (host?.[1] === undefined) return false
    fields['url.domain'] = host[1]
    if (host[2] !== undefined) fields['url.port'] = readPort(host[2])
  }
  fields['source.address'] = client
  if (looksLikeAddress(client)) fields['source.ip'] = canonicalAddress(client)
  const name = user.join(' ')
  if (name !== '-' && name !== '') fields['user.name'] = name
  return true
}

/** `GET /path?query HTTP/1.1`; anything else (a TLS hello sent to a plain port, `-`) is kept as it is. */
function readRequest(request: string, fields: Fields): void {
  fields['event.category'] = 'web'
  fields['event.action'] = 'http_request'
  const methodEnd = request.indexOf(' ')
  const method = request.slice(0, methodEnd)
  if (methodEnd < 1 || !/^[A-Za-z_-]{1,32}$/.test(method)) {
    if (request !== '-' && request !== '') fields['url.original'] = request
    return
  }
  fields['http.request.method'] = method
  const versionAt = request.lastIndexOf(' HTTP/')
  const hasVersion = versionAt > methodEnd
  if (hasVersion) fields['http.version'] = request.slice(versionAt + 6)
  setUrl(request.slice(methodEnd + 1, hasVersion ? versionAt : undefined), fields)
}

function setUrl(url: string, fields: Fields): void {
  fields['url.original'] = url
  // Absolute form (RFC 9112 section 3.2.2): the path begins after the authority.
  const scheme = url.startsWith('/') ? -1 : url.indexOf('://')
  const authority = scheme === -1 ? 0 : scheme + 3
  const slashAt = scheme === -1 ? 0 : url.indexOf('/', authority)
  const pathAt = slashAt === -1 ? url.length : slashAt
  const queryAt = url.indexOf('?', authority)
  const path = url.slice(pathAt, queryAt === -1 ? undefined : queryAt)
  fields['url.path'] = path === '' && scheme !== -1 ? '/' : path
  if (queryAt !== -1) fields['url.query'] = url.slice(queryAt + 1)
}

function setStatus(status: string, bytes: string, fields: Fields): void {
  const code = readInteger(status)
  if (code !== undefined) {
    fields['http.response.status_code'] = code
    fields['event.outcome'] = code < 400 ? 'success' : 'failure'
  }
  const size = readInteger(bytes)
  if (size !== undefined) fields['http.response.body.bytes'] = size
}

/** `"REFERRER" "AGENT"[ "FORWARDED FOR"]`; what else servers append is left in the message. */
function readQuoted(message: string, at: number, fields: Fields): void {
  if (message.charCodeAt(at) !== quote) return
  const referrerEnd = findQuote(message, at + 1)
  if (referrerEnd === -1) return
  const referrer = message.slice(at + 1, referrerEnd)
  if (referrer !== '-' && referrer !== '') fields['http.request.referrer'] = referrer
  if (message.charCodeAt(referrerEnd + 2) !== quote) return
  const agentEnd = findQuote(message, referrerEnd + 3)
  if (agentEnd === -1) return
  const agent = message.slice(referrerEnd + 3, agentEnd)
  if (agent !== '-' && agent !== '') fields['user_agent.original'] = agent
  readForwarded(message, agentEnd + 2, fields)
}

/** `"$http_x_forwarded_for"` right after the agent, as in nginx's format `main`; other things servers append are left in the message. */
function readForwarded(message: string, at: number, fields: Fields): void {
  if (message.charCodeAt(at) !== quote) return
  const end = findQuote(message, at + 1)
  const hops = end === -1 || end - at > 1000 ? '' : message.slice(at + 1, end)
  if (/^[\da-f.:[\], ]{2,}$/i.test(hops) && /[.:]/.test(hops)) fields['vedette.request.forwarded_for'] = hops
}

/** Index of the closing quote; servers escape quotes inside with a backslash. */
function findQuote(message: string, at: number): number {
  for (let index = message.indexOf('"', at); index !== -1; index = message.indexOf('"', index + 1)) {
    let backslashes = 0
    while (message.charCodeAt(index - 1 - backslashes) === 92 && index - 1 - backslashes >= at) backslashes += 1
    if (backslashes % 2 === 0) return index
  }
  return -1
}

/** `dd/Mmm/yyyy:hh:mm:ss ±hhmm]` at `at`. */
function isDate(message: string, at: number): boolean {
  return (
    message.charCodeAt(at + 2) === 47 &&
    message.charCodeAt(at + 6) === 47 &&
    message.charCodeAt(at + 26) === 93 &&
    !Number.isNaN(readDate(message, at))
  )
}

function readDate(message: string, at: number): number {
  const month = months.indexOf(message.slice(at + 3, at + 6))
  const day = readDigits(message, at, 2)
  const year = readDigits(message, at + 7, 4)
  const hour = readDigits(message, at + 12, 2)
  const minute = readDigits(message, at + 15, 2)
  const second = readDigits(message, at + 18, 2)
  const zone = readDigits(message, at + 22, 4)
  if (month === -1 || month % 3 !== 0 || Math.min(day, year, hour, minute, second, zone) < 0) return NaN
  const east = Math.floor(zone / 100) * 60 + (zone % 100)
  const sign = message.charAt(at + 21) === '-' ? -1 : 1
  return Date.UTC(year, month / 3, day, hour, minute, second) - sign * east * 60_000
}

function isNumberOrDash(word: string): boolean {
  return word === '-' || (word !== '' && word.length <= 15 && skipDigits(word, 0) === word.length)
}
