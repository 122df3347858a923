/** A value that an application tells of: `{"application": "shop", "ts": "2026-11-21T08:00:00Z", "value": 0.87}`. */
export interface Measurement {
  application: string
  /** Milliseconds since the epoch. */
  ts: number
  value: number
}

export type MeasurementReading =
  | { kind: 'read'; measurement: Measurement }
  /** `application`, where that much could be read. */
  | { kind: 'failed'; reason: 'empty' | 'bad_json' | 'bad_measurement'; message: string; application?: string }

const longestApplication = 200
/** The last time that a `Date` can hold (ECMA-262 section 21.4.1.1). */
const latestTime = 8.64e15
/** Seconds since the epoch are below this until the year 5138, milliseconds above it since 1973. */
const firstMillisecond = 1e11

/** Reads one message of a stream. Keys beside the three are let be. */
export function readMeasurement(text: string): MeasurementReading {
  if (text.trim() === '') return { kind: 'failed', reason: 'empty', message: 'the message is empty' }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { kind: 'failed', reason: 'bad_json', message: 'the message is not JSON' }
  }
  return readParsed(value)
}

function readParsed(message: unknown): MeasurementReading {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return failed('the message is no JSON object')
  const { application, ts, value } = message as Record<string, unknown>
  const named = typeof application === 'string' && application !== '' ? application.slice(0, longestApplication) : undefined
  for (const [name, given] of Object.entries({ application, ts, value })) {
    if (given === undefined) return failed(`'${name}' is a required property`, named)
  }
  if (named === undefined) return failed('application must be a text that is not empty')
  if (typeof value !== 'number' || !Number.isFinite(value)) return failed('value must be a number', named)
  const time = readTime(ts)
  if (time === undefined) return failed('ts must be a time, such as 2026-11-21T08:00:00Z', named)
  return { kind: 'read', measurement: { application: named, ts: time, value } }
}

const isoTime = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i
/** RFC 5322 with its zone; without one it would be read in this machine's. */
const mailTime = /^(?:[a-z]{3}, *)?\d{1,2} [a-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})? (?:GMT|UTC|[+-]\d{4})$/i

/** Milliseconds; a time that names no zone is UTC. Numbers are seconds or milliseconds since the epoch. */
function readTime(ts: unknown): number | undefined {
  if (typeof ts === 'number') return fromEpoch(ts)
  if (typeof ts !== 'string') return undefined
  const text = ts.trim()
  if (/^-?\d{6,16}(\.\d+)?$/.test(text)) return fromEpoch(Number(text))
  const parts = isoTime.exec(text)
  if (parts !== null) return fromIso(parts)
  const time = mailTime.test(text) ? Date.parse(text) : NaN
  return Number.isNaN(time) ? undefined : time
}

function fromEpoch(number: number): number | undefined {
  const time = Math.round(Math.abs(number) < firstMillisecond ? number * 1000 : number)
  return Math.abs(time) <= latestTime ? time : undefined
}

function fromIso([, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z']: RegExpExecArray):
  number | undefined {
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [number, number, number, number, number, number]
  if (h > 23 || mi > 59 || s > 60) return undefined
  const midnight = Date.UTC(y, mo - 1, d)
  // 30 February becomes 2 March.
  if (Number.isNaN(midnight) || new Date(midnight).getUTCDate() !== d || new Date(midnight).getUTCMonth() !== mo - 1) return undefined
  const milliseconds = Number(`${fraction}00`.slice(0, 3))
  return midnight + ((h * 60 + mi) * 60 + s) * 1000 + milliseconds - offsetOf(zone)
}

function offsetOf(zone: string): number {
  if (/^z$/i.test(zone)) return 0
  const digits = zone.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || '0')
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}

function failed(message: string, application?: string): MeasurementReading {
  return { kind: 'failed', reason: 'bad_measurement', message, ...(application === undefined ? {} : { application }) }
}
