import type { Fields } from '../model/fields.ts'
import { setAuthentication, setSession } from './authentication-fields.ts'
import { readPamPairs } from './pam-pairs.ts'
import type { MessageParser } from './parser.ts'

/** Programs that say themselves how an attempt ended: PAM's line about it is not counted again. */
const selfReporting = new Set(['sshd', 'sudo', 'sudo-i', 'su', 'su-l'])

/** Services where opening a session is a person logging in and no other line says so. */
const loginServices = new Set([
  'login',
  'remote',
  'gdm-password',
  'gdm-fingerprint',
  'gdm-smartcard',
  'lightdm',
  'sddm',
  'kde',
  'xdm',
  'xrdp-sesman',
  'cockpit',
  'vsftpd',
  'proftpd',
])

/** `pam_MODULE(SERVICE:TYPE): TEXT`, written under whichever program's name uses PAM. */
export const pam: MessageParser = {
  name: 'pam',
  programs: [],
  parse(message, fields) {
    if (!message.startsWith('pam_')) return false
    const open = message.indexOf('(')
    const close = message.indexOf('): ', open)
    if (open === -1 || close === -1 || close > 200) return false
    const colonAt = message.indexOf(':', open)
    const module = message.slice(0, open)
    const service = message.slice(open + 1, Math.min(colonAt, close))
    if (!parseText(message, close + 3, module, service, fields)) return false
    fields['system.auth.pam.module'] = module
    fields['system.auth.pam.origin'] = message.slice(open + 1, close)
    return true
  },
}

function parseText(message: string, at: number, module: string, service: string, fields: Fields): boolean {
  if (message.startsWith('authentication failure; ', at)) {
    readPamPairs(message, at + 22, fields)
    // Several modules of one stack may report the same attempt; pam_unix stands in nearly every stack.
    const isDefinitive = module === 'pam_unix' && !selfReporting.has(service)
    return setAuthentication(fields, isDefinitive ? 'login' : 'pam_authentication_failure', 'failure')
  }
  if (message.startsWith('authentication success; ', at)) {
    readPamPairs(message, at + 22, fields)
    return setAuthentication(fields, 'pam_authentication_success', 'success')
  }
  if (message.startsWith('session ', at)) return parseSession(message, at + 8, service, fields)
  if (message.startsWith('check pass; user unknown', at)) return setAuthentication(fields, 'pam_unknown_user', 'failure')
  const locked = /^Consecutive login failures for user (\S{1,255}) account temporarily locked/.exec(message.slice(at, at + 350))
  if (locked?.[1] === undefined) return false
  fields['user.name'] = locked[1]
  return setAuthentication(fields, 'account_locked', 'failure')
}

/** `opened for user root(uid=0) by alice(uid=1000)`, `closed for user root` */
function parseSession(message: string, at: number, service: string, fields: Fields): boolean {
  const opened = message.startsWith('opened for user ', at)
  if (!opened && !message.startsWith('closed for user ', at)) return false
  const byAt = message.indexOf(' by ', at + 16)
  const name = message.slice(at + 16, byAt === -1 ? undefined : byAt)
  const idAt = name.indexOf('(uid=')
  fields['user.name'] = idAt === -1 ? name : name.slice(0, idAt)
  if (idAt !== -1) fields['user.id'] = name.slice(idAt + 5, -1)
  fields['system.auth.pam.session_state'] = opened ? 'opened' : 'closed'
  if (opened && loginServices.has(service)) return setAuthentication(fields, 'login', 'success')
  return setSession(fields, opened ? 'session_opened' : 'session_closed')
}
