import type { RecordDraft } from '../../model/record.ts'
import { netflow } from '../netflow.ts'
import type { WireParser } from '../parser.ts'

/** Builds export packets byte by byte, so that tests say what is on the wire. */

export const exportedAt = Date.UTC(2024, 0, 20, 6, 41, 22)
export const exporterAddress = '192.0.2.1'

export type Field = readonly [id: number, length: number, enterprise?: number]
interface Header {
  domain?: number
  sequence?: number
  /** Seconds since the epoch. */
  seconds?: number
  /** Milliseconds; v9 only. */
  uptime?: number
}

export const u8 = (...values: number[]): number[] => values
export const u16 = (...values: number[]): number[] => values.flatMap((value) => [(value >>> 8) & 255, value & 255])
export const u32 = (...values: number[]): number[] =>
  values.flatMap((value) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255])
export const u64 = (value: bigint): number[] => u32(Number(value >> 32n), Number(value & 0xffff_ffffn))
export const ip = (address: string): number[] => address.split('.').map(Number)
export const text = (value: string): number[] => [...new TextEncoder().encode(value)]
export const fromHex = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))

export const set = (id: number, ...body: number[][]): number[] => [...u16(id, body.flat().length + 4), ...body.flat()]
export const v9Template = (id: number, fields: readonly Field[]): number[] =>
  set(0, u16(id, fields.length), ...fields.map(([type, length]) => u16(type, length)))
export const v9Options = (id: number, scopes: readonly Field[], options: readonly Field[]): number[] =>
  set(1, u16(id, scopes.length * 4, options.length * 4), ...[...scopes, ...options].map(([type, length]) => u16(type, length)))
const specifier = ([id, length, enterprise]: Field): number[] =>
  enterprise === undefined ? u16(id, length) : [...u16(id | 0x8000, length), ...u32(enterprise)]
export const ipfixTemplate = (id: number, fields: readonly Field[]): number[] => set(2, u16(id, fields.length), ...fields.map(specifier))
export const ipfixOptions = (id: number, scopes: number, fields: readonly Field[]): number[] =>
  set(3, u16(id, fields.length, scopes), ...fields.map(specifier))

const defaults = { domain: 7, sequence: 1, seconds: exportedAt / 1000, uptime: 3_600_000 }

export function v9Packet(header: Header, ...sets: number[][]): Uint8Array {
  const { domain, sequence, seconds, uptime } = { ...defaults, ...header }
  return new Uint8Array([...u16(9, sets.length), ...u32(uptime, seconds, sequence, domain), ...sets.flat()])
}

export function ipfixMessage(header: Header, ...sets: number[][]): Uint8Array {
  const { domain, sequence, seconds } = { ...defaults, ...header }
  return new Uint8Array([...u16(10, 16 + sets.flat().length), ...u32(seconds, sequence, domain), ...sets.flat()])
}

export interface Feed {
  parser: WireParser
  /** Parses packets and returns what they gave. */
  (...packets: Uint8Array[]): RecordDraft[]
}

export function createFeed(options: { peer?: string; arrival?: number; parser?: WireParser } = {}): Feed {
  const parser = options.parser ?? netflow.create({ timezone: 'UTC' })
  const feed = (...packets: Uint8Array[]): RecordDraft[] => {
    const drafts: RecordDraft[] = []
    const arrival = options.arrival ?? exportedAt
    for (const bytes of packets)
      parser.parse({ bytes, peer: options.peer ?? exporterAddress, wire: 'netflow', arrival }, (draft) => drafts.push(draft))
    return drafts
  }
  return Object.assign(feed, { parser })
}

/** What is set, without the `undefined` that flows carry for speed. */
export function fieldsOf(draft: RecordDraft | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(draft?.fields ?? {}).filter(([, value]) => value !== undefined))
}

/** Source and destination, as a template has them and as a record does. */
export const addresses = [
  [8, 4],
  [12, 4],
] as const
export const pair = [...ip('198.51.100.7'), ...ip('203.0.113.9')]
