import { isAddress } from '../model/network-text.ts'
import type { UnparsedReason } from '../model/record.ts'

/** A network event as programs write it in JSON, under whichever of the usual names. */
export interface NetworkEvent {
  /** Milliseconds since the epoch. */
  time: number
  source_ip: string | null
  destination_ip: string | null
  source_port: number | null
  destination_port: number | null
  protocol: string | null
  /** What no name above took. */
  payload: Record<string, unknown>
}

export type EventReading = { kind: 'event'; event: NetworkEvent } | { kind: 'refused'; reason: UnparsedReason; message: string }

const timeKeys = ['timestamp', 'time', '@timestamp']
const sourceKeys = ['src_ip', 'source_ip', 'client_ip']
const destinationKeys = ['dst_ip', 'destination_ip', 'server_ip']
const sourcePortKeys = ['src_port', 'source_port']
const destinationPortKeys = ['dst_port', 'destination_port']
const protocolKeys = ['protocol', 'proto']

/**
 * Reads the usual names in the order in which kuasarkod/network-anomaly-detector (577766f) does: the first that counts wins and
 * leaves the payload, those after it stay in it. One difference: a time that is no time is refused like anything else.
 */
export function readNetworkEvent(given: Readonly<Record<string, unknown>>): EventReading {
  const payload = { ...given }
  const time = readTime(take(payload, timeKeys, isTrue))
  if (typeof time === 'string') return { kind: 'refused', reason: 'bad_timestamp', message: time }
  const addresses = [sourceKeys, destinationKeys].map((keys) => readAddress(take(payload, keys, isTrue)))
  const badAddress = addresses.find((address) => address.kind === 'bad')
  if (badAddress !== undefined) return { kind: 'refused', reason: 'bad_facts', message: `Invalid IP address: ${badAddress.text}` }
  const ports = [sourcePortKeys, destinationPortKeys].map((keys) => readPort(take(payload, keys, isSet)))
  const badPort = ports.find((port) => port.kind === 'bad')
  if (badPort !== undefined) return { kind: 'refused', reason: 'bad_facts', message: `Invalid number for ${badPort.text}` }
  const protocol = take(payload, protocolKeys, isSet)
  return {
    kind: 'event',
    event: {
      time,
      source_ip: valueOf(addresses[0]),
      destination_ip: valueOf(addresses[1]),
      source_port: valueOf(ports[0]),
      destination_port: valueOf(ports[1]),
      protocol: protocol === undefined ? null : String(protocol.value).toLowerCase(),
      payload,
    },
  }
}

interface Taken {
  key: string
  value: unknown
}

/** The first of the keys whose value counts; it and those tried before it leave the payload. */
function take(payload: Record<string, unknown>, keys: readonly string[], counts: (value: unknown) => boolean): Taken | undefined {
  for (const key of keys) {
    if (!Object.hasOwn(payload, key)) continue
    const value = payload[key]
    delete payload[key]
    if (counts(value)) return { key, value }
  }
  return undefined
}

const isTrue = (value: unknown): boolean => Boolean(value)
const isSet = (value: unknown): boolean => value !== null && value !== undefined

/** Seconds as a number (milliseconds from 1973 on, were they so), or ISO 8601; without a zone it is UTC. A text says what is wrong. */
function readTime(taken: Taken | undefined): number | string {
  if (taken === undefined) return 'Timestamp field not found'
  const { value } = taken
  if (typeof value === 'number' && Number.isFinite(value)) return inRange(value > 1e11 ? value : value * 1000, String(value))
  if (typeof value !== 'string') return `Invalid time: ${JSON.stringify(value)}`
  const text = value.trim()
  if (!/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/i.test(text))
    return `Invalid isoformat string: '${value.slice(0, 100)}'`
  const zoned = text.length === 10 || /(Z|[+-]\d\d:?\d\d)$/i.test(text.slice(10)) ? text : `${text}Z`
  return inRange(Date.parse(zoned.replace(' ', 'T')), value)
}

function inRange(time: number, text: string): number | string {
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? time : `Invalid isoformat string: '${text.slice(0, 100)}'`
}

type Read<Value> = { kind: 'none' } | { kind: 'value'; value: Value } | { kind: 'bad'; text: string }

function readAddress(taken: Taken | undefined): Read<string> {
  if (taken === undefined) return { kind: 'none' }
  const { value } = taken
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 32)
    return { kind: 'value', value: [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.') }
  // A leading zero makes an octet octal to some readers and decimal to others (CVE-2021-29921).
  const isGood = typeof value === 'string' && isAddress(value) && !/(^|\.)0\d/.test(value)
  return isGood ? { kind: 'value', value } : { kind: 'bad', text: String(value).slice(0, 100) }
}

/** A number is cut to a whole one; a text must be one. */
function readPort(taken: Taken | undefined): Read<number> {
  if (taken === undefined) return { kind: 'none' }
  const { key, value } = taken
  const number =
    typeof value === 'string' ? (/^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : NaN) : typeof value === 'number' ? value : NaN
  if (!Number.isFinite(number)) return { kind: 'bad', text: `${key}: ${String(value).slice(0, 100)}` }
  return { kind: 'value', value: Math.trunc(number) }
}

function valueOf<Value>(read: Read<Value> | undefined): Value | null {
  return read?.kind === 'value' ? read.value : null
}
