import type { Fields } from '../model/fields.ts'
import { readSource, setAuthentication, setSession, setSourceHost, stripInvalid } from './authentication-fields.ts'
import { readPamPairs } from './pam-pairs.ts'

type Reader = (message: string, at: number, fields: Fields) => boolean

/** Lines that go with an attempt, or with a connection that made none: beginning of the line → its reader. */
const readers: readonly (readonly [string, Reader])[] = [
  ['Invalid user ', readInvalidUser],
  ['Illegal user ', readInvalidUser],
  ['Connection closed by ', (message, at, fields) => readLeaving(message, at, fields, 'ssh_connection_closed')],
  ['Connection reset by ', (message, at, fields) => readLeaving(message, at, fields, 'ssh_connection_closed')],
  ['Connection from ', (message, at, fields) => readSource(message, at, fields) && setSession(fields, 'ssh_connection_opened')],
  ['Received disconnect from ', (message, at, fields) => readSource(message, at, fields) && setSession(fields, 'ssh_disconnected')],
  ['Disconnected from ', (message, at, fields) => readLeaving(message, at, fields, 'ssh_disconnected')],
  ['Disconnecting ', (message, at, fields) => readLeaving(message, at, fields, 'ssh_disconnected')],
  ['PAM ', readMoreFailures],
  ['maximum authentication attempts exceeded for ', readAttemptsExceeded],
  ['error: maximum authentication attempts exceeded for ', readAttemptsExceeded],
  ['error: PAM: ', readPamError],
  ['User ', readNotAllowed],
  ['Did not receive identification string from ', readProtocolError],
  ['Unable to negotiate with ', readProtocolError],
  ['Bad protocol version identification ', (message, at, fields) => readProtocolError(message, afterLastFrom(message, at), fields)],
]

export function parseSshdCompanion(message: string, fields: Fields): boolean {
  for (const [beginning, read] of readers) if (message.startsWith(beginning)) return read(message, beginning.length, fields)
  return false
}

/** `NAME from ADDRESS[ port N]` */
function readInvalidUser(message: string, at: number, fields: Fields): boolean {
  return readUserAndSource(message, at, fields) && setAuthentication(fields, 'ssh_invalid_user', 'failure')
}

/** `[authenticating user |invalid user |user ][NAME ]ADDRESS port N[: reason][ [preauth]]` */
function readLeaving(message: string, at: number, fields: Fields, action: string): boolean {
  const words = ['authenticating user ', 'invalid user ', 'user '].find((beginning) => message.startsWith(beginning, at)) ?? ''
  const nameAt = at + words.length
  const portAt = message.lastIndexOf(' port ')
  const addressAt = message.lastIndexOf(' ', portAt - 1) + 1
  if (portAt < nameAt || addressAt < nameAt || !readSource(message, addressAt, fields)) return false
  if (addressAt > nameAt) fields['user.name'] = message.slice(nameAt, addressAt - 1)
  const isAttempt = words !== '' && words !== 'user '
  return isAttempt ? setAuthentication(fields, `${action}_preauth`, 'failure') : setSession(fields, action)
}

/** `PAM 2 more authentication failures; logname= uid=0 … rhost=ADDRESS  user=NAME`: a summary of lines already written. */
function readMoreFailures(message: string, _at: number, fields: Fields): boolean {
  const match = /^PAM (\d{1,9}) more authentication failures?; /.exec(message)
  if (match === null) return false
  readPamPairs(message, match[0].length, fields)
  fields['vedette.repeat'] = Number(match[1])
  return setAuthentication(fields, 'ssh_more_failures', 'failure')
}

/** `[invalid user ]NAME from ADDRESS port N ssh2`: the failures are lines of their own. */
function readAttemptsExceeded(message: string, at: number, fields: Fields): boolean {
  return readUserAndSource(message, at, fields) && setAuthentication(fields, 'ssh_attempts_exceeded', 'failure')
}

/** `Authentication failure for [illegal user ]NAME from ADDRESS`: `Failed keyboard-interactive/pam` follows. */
function readPamError(message: string, at: number, fields: Fields): boolean {
  const forAt = message.indexOf(' for ', at)
  return forAt !== -1 && readUserAndSource(message, forAt + 5, fields) && setAuthentication(fields, 'ssh_pam_error', 'failure')
}

/** `NAME from HOST not allowed because …`: a password line follows all the same. */
function readNotAllowed(message: string, at: number, fields: Fields): boolean {
  const because = message.lastIndexOf(' not allowed because ')
  const fromAt = message.lastIndexOf(' from ', because)
  if (because === -1 || fromAt < at || !setSourceHost(fields, message.slice(fromAt + 6, because))) return false
  fields['user.name'] = message.slice(at, fromAt)
  return setAuthentication(fields, 'ssh_user_not_allowed', 'failure')
}

function readProtocolError(message: string, at: number, fields: Fields): boolean {
  return readSource(message, at, fields) && setSession(fields, 'ssh_protocol_error')
}

/** `NAME from ADDRESS[ port N]`, the address read from the end because the name is the client's to choose. */
function readUserAndSource(message: string, at: number, fields: Fields): boolean {
  const sourceAt = afterLastFrom(message, at - 1)
  if (sourceAt > message.length || !readSource(message, sourceAt, fields)) return false
  fields['user.name'] = stripInvalid(message.slice(at, Math.max(at, sourceAt - 6)))
  return true
}

/** Index after the last ` from `, or past the end. */
function afterLastFrom(message: string, at: number): number {
  const fromAt = message.lastIndexOf(' from ')
  return fromAt < at ? message.length + 1 : fromAt + 6
}
