import type { Fields } from '../model/fields.ts'
import { canonicalAddress } from '../model/ip-address.ts'
import { looksLikeAddress, readPort, skipDigits } from './text-scan.ts'

/** Marks the record as part of an authentication. Which actions count as attempts: README, "What detectors count". */
export function setAuthentication(fields: Fields, action: string, outcome: 'success' | 'failure'): true {
  fields['event.category'] = 'authentication'
  fields['event.action'] = action
  fields['event.outcome'] = outcome
  return true
}

export function setSession(fields: Fields, action: string): true {
  fields['event.category'] = 'session'
  fields['event.action'] = action
  return true
}

/** An address becomes `source.ip`, a name `source.address`; false for what is neither. */
export function setSourceHost(fields: Fields, host: string): boolean {
  if (looksLikeAddress(host)) fields['source.ip'] = canonicalAddress(host)
  else if (/^[\w.-]{1,255}$/.test(host)) fields['source.address'] = host
  else return false
  return true
}

/** Reads `HOST[ port N]` at `at` into the source fields. */
export function readSource(message: string, at: number, fields: Fields): boolean {
  let end = message.indexOf(' ', at)
  if (end === -1) end = message.length
  if (end === at || !setSourceHost(fields, message.slice(at, end))) return false
  if (message.startsWith(' port ', end)) {
    const portEnd = Math.min(skipDigits(message, end + 6), end + 11)
    fields['source.port'] = readPort(message.slice(end + 6, portEnd))
  }
  return true
}

/** Takes `invalid user ` (older: `illegal user `) off a name. */
export function stripInvalid(name: string): string {
  return name.startsWith('invalid user ') || name.startsWith('illegal user ') ? name.slice(13) : name
}
