import {
  colon,
  dash,
  isAlphanumeric,
  isBase64Url,
  isBlank,
  isDigit,
  isQuote,
  skipBack,
  skipUntil,
  skipWhile,
  slash,
  space,
  startsWith,
} from './byte-scan.ts'
import { readPairSyntax, type PairSyntax } from './pair-syntax.ts'
import { readPairValue } from './pair-value.ts'
import { noSecret, secret, unlessMasked, type SecretMatch } from './secret-match.ts'
import { findBareEnd } from './value-end.ts'

/** Keys end with one of these, whatever they begin with: `db_password`, `X-Auth-Token`, `clientSecret`. */
export const credentialWords = [
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'token',
  'api_key',
  'api-key',
  'apikey',
  'access_key',
  'access-key',
  'accesskey',
  'account_key',
  'accountkey',
  'secret_key',
  'secret-key',
  'secretkey',
  'private_key',
  'private-key',
  'privatekey',
] as const

/** Pages that say so much before an element ends are not looked through. */
const longestElement = 256
const longestKey = 64

/** `password=…`, `"token": "…"`, `secret='…'`, `pwd%3D…`, `<password>…</password>`, `--password …`. */
export function matchCredentialPair(bytes: Uint8Array, from: number, to: number): SecretMatch {
  // password1, password2
  const keyEnd = skipWhile(bytes, to, isDigit, 4)
  if (bytes[keyEnd] === 62) return matchElement(bytes, keyEnd + 1)
  const syntax = readPairSyntax(bytes, keyEnd)
  if (syntax === undefined) return bytes[keyEnd] === space ? matchOption(bytes, from, keyEnd + 1) : noSecret
  return isOrdinary(bytes, from, keyEnd, syntax) ? noSecret : readPairValue(bytes, syntax)
}

function matchElement(bytes: Uint8Array, value: number): SecretMatch {
  const end = skipWhile(bytes, value, (byte) => byte !== 60, longestElement)
  if (end === value || bytes[end] !== 60 || bytes[end + 1] !== slash || startsWith(bytes, value, '***<')) return noSecret
  return secret(value, end)
}

/** An option of a command (`--db-password hunter2`) that sudo, cron or an audit log tells of. */
function matchOption(bytes: Uint8Array, from: number, value: number): SecretMatch {
  const key = skipBack(bytes, from, isBase64Url, longestKey)
  if (bytes[key] !== dash || bytes[key + 1] !== dash || bytes[value] === dash) return noSecret
  const mark = bytes[value]
  const begin = isQuote(mark) ? value + 1 : value
  const end = isQuote(mark)
    ? skipUntil(bytes, begin, (index) => bytes[index] === mark)
    : findBareEnd(bytes, begin, { separator: 'equals', isEncoded: false })
  return unlessMasked(bytes, begin, end)
}

/** What reads like a pair in everyday logs and holds no secret. */
function isOrdinary(bytes: Uint8Array, from: number, keyEnd: number, syntax: PairSyntax): boolean {
  const { value } = syntax
  // A key is a text: `"CreateAccessKey":1` counts, and `"accessKey":{…}` describes one, whose own keys tell what is secret.
  const isJson = syntax.keyQuote !== undefined && syntax.separator === 'colon'
  if (isJson && syntax.valueQuote === undefined && startsWith(bytes, keyEnd - 3, 'key')) return true
  // sudo and shells tell the working directory (`PWD=/root`, `PWD=unknown`).
  if (startsWith(bytes, from, 'pwd')) return bytes[value] === slash || bytes[value] === 126 || startsWith(bytes, value, 'unknown')
  if (syntax.separator !== 'colon') return false
  // MySQL: `Access denied for user 'root'@'localhost' (using password: YES)`.
  if (startsWith(bytes, value, 'yes)') || startsWith(bytes, value, 'no)')) return true
  if (!startsWith(bytes, from, 'pass')) return false
  return isPamService(bytes, syntax) || isPath(bytes, from) || (startsWith(bytes, from, 'passwd') && isNoPassword(bytes, from, keyEnd))
}

const pamTypes = ['auth)', 'account)', 'session)', 'password)', 'chauthtok)', 'setcred)']

/** `pam_unix(passwd:chauthtok)`, `pam_unix(gdm-password:auth)`. */
function isPamService(bytes: Uint8Array, { isTight, value }: PairSyntax): boolean {
  return isTight && pamTypes.some((type) => startsWith(bytes, value, type))
}

/** `/etc/passwd: Permission denied`. */
function isPath(bytes: Uint8Array, from: number): boolean {
  const begin = skipBack(bytes, from, (byte) => byte === slash || byte === 126 || isBase64Url(byte) || byte === 46, longestKey)
  return bytes[begin] === slash || bytes[begin] === 126 || (bytes[begin] === 46 && bytes[begin + 1] === slash)
}

/** `NOPASSWD: ALL` of sudoers, and the program `passwd` (`chpasswd`, …) as the tag of a syslog line. */
function isNoPassword(bytes: Uint8Array, from: number, keyEnd: number): boolean {
  if (startsWith(bytes, from - 2, 'no')) return true
  if (bytes[keyEnd] !== colon || !isBlank(bytes[keyEnd + 1])) return false
  const tag = skipBack(bytes, from, isBase64Url, longestKey)
  const host = skipBack(bytes, tag - 1, (byte) => isAlphanumeric(byte) || byte === dash || byte === 46 || byte === colon, 255)
  // Before the host stands a time of day.
  return bytes[tag - 1] === space && host < tag - 1 && bytes[host - 1] === space && endsWithTime(bytes, host - 1)
}

/** `10:00:00`, `10:00:00.123Z`, `10:00:00+02:00` */
function endsWithTime(bytes: Uint8Array, end: number): boolean {
  const begin = skipBack(bytes, end, (byte) => !isBlank(byte), 40)
  const text = String.fromCharCode(...bytes.subarray(begin, end))
  return /\d\d:\d\d:\d\d/.test(text)
}
