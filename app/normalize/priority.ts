import { isDigit } from './text-scan.ts'

const lessThan = 60
const greaterThan = 62
/** RFC 5424 section 6.2.1: facility 23 × 8 + severity 7. */
const highest = 191

/** Index after `<PRI>` at `at`, with the value; −1 for a malformed one. Leading zeros are malformed (RFC 5424 section 6.2.1). */
export function readPriority(text: string, at: number): { priority: number; end: number } | undefined {
  if (text.charCodeAt(at) !== lessThan) return undefined
  let index = at + 1
  let priority = 0
  while (isDigit(text.charCodeAt(index)) && index < at + 4) {
    priority = priority * 10 + text.charCodeAt(index) - 48
    index += 1
  }
  const digits = index - at - 1
  if (digits === 0 || text.charCodeAt(index) !== greaterThan || priority > highest) return undefined
  if (digits > 1 && text.charCodeAt(at + 1) === 48) return undefined
  return { priority, end: index + 1 }
}

/** Facility names by code (RFC 5424 section 6.2.1), as syslog.conf spells them. */
export const facilityNames = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'authpriv',
  'ftp',
  'ntp',
  'audit',
  'alert',
  'clock',
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
] as const

export const severityNames = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'informational', 'debug'] as const
