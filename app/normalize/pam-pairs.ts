import type { Fields } from '../model/fields.ts'
import { setSourceHost } from './authentication-fields.ts'

/**
 * Reads `logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1  user=root` from `at` on: what every PAM module
 * writes about a failure. `user=` stands last and may hold blanks.
 */
export function readPamPairs(message: string, at: number, fields: Fields): void {
  const host = readValue(message, ' rhost=', at)
  if (host !== '') setSourceHost(fields, host)
  const remoteUser = readValue(message, ' ruser=', at)
  if (remoteUser !== '') fields['source.user.name'] = remoteUser
  const userAt = message.indexOf(' user=', at)
  if (userAt !== -1) fields['user.name'] = message.slice(userAt + 6).trimEnd()
}

function readValue(message: string, name: string, at: number): string {
  const found = message.indexOf(name, at)
  if (found === -1) return ''
  const end = message.indexOf(' ', found + name.length)
  return message.slice(found + name.length, end === -1 ? undefined : end)
}
