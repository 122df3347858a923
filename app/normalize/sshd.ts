import { readSource, setAuthentication, stripInvalid } from './authentication-fields.ts'
import type { Fields } from '../model/fields.ts'
import type { MessageParser } from './parser.ts'
import { parseSshdCompanion } from './sshd-companion.ts'
import { readInteger } from './text-scan.ts'

/**
 * OpenSSH's server log. One attempt writes several lines; only the definitive ones (`Failed password`,
 * `Failed keyboard-interactive`, `Accepted …`) are an `ssh_login`, the others have actions of their own, so that an
 * attempt is counted once (README, "What detectors count").
 */
export const sshd: MessageParser = {
  name: 'sshd',
  // OpenSSH 9.8 split the server; its per-connection parts log under names of their own.
  programs: ['sshd', 'sshd-session', 'sshd-auth'],
  parse: parseSshd,
}

function parseSshd(message: string, fields: Fields): boolean {
  if (message.startsWith('Failed ')) return parseAttempt(message, 7, 'failure', fields)
  if (message.startsWith('Accepted ')) return parseAttempt(message, 9, 'success', fields)
  if (message.startsWith('message repeated ')) return parseRepeated(message, fields)
  return parseSshdCompanion(message, fields)
}

/**
 * `Failed password for [invalid user ]NAME from ADDRESS port N ssh2[: KEY]`. A client chooses its user name freely,
 * `root from 192.0.2.1 port 22` included, so the address is read from the end of the line, where the server writes it.
 */
function parseAttempt(message: string, at: number, outcome: 'success' | 'failure', fields: Fields): boolean {
  const forAt = message.indexOf(' for ', at)
  // An accepted name exists, so it holds no blanks; what follows it (a certificate's identity) may say anything.
  const fromAt = outcome === 'success' ? message.indexOf(' from ', forAt) : message.lastIndexOf(' from ')
  if (forAt === -1 || fromAt < forAt + 4) return false
  if (!readSource(message, fromAt + 6, fields)) return false
  const method = message.slice(at, forAt)
  const name = message.slice(forAt + 5, fromAt)
  fields['user.name'] = stripInvalid(name)
  fields['system.auth.ssh.method'] = method
  return setAuthentication(fields, outcome === 'failure' ? failedAction(method) : 'ssh_login', outcome)
}

/**
 * `none` is a client asking which methods there are, and a key that does not fit is followed by the next key of the
 * same client: neither is an attempt of its own.
 */
function failedAction(method: string): string {
  if (method === 'none') return 'ssh_method_query'
  if (method === 'publickey' || method === 'hostbased') return 'ssh_key_rejected'
  return 'ssh_login'
}

/** `message repeated 5 times: [ Failed password for …]` (rsyslog, systemd): five more of the same. */
function parseRepeated(message: string, fields: Fields): boolean {
  const open = message.indexOf(' times: [', 17)
  const count = open === -1 ? undefined : readInteger(message.slice(17, open))
  if (count === undefined) return false
  const inner = message.slice(open + 9, message.endsWith(']') ? -1 : undefined).trimStart()
  if (inner.startsWith('message repeated ') || !parseSshd(inner, fields)) return false
  fields['vedette.repeat'] = count
  return true
}
