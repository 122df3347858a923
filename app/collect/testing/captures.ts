/** Builds captures byte by byte. */

export type Bytes = readonly number[]

export const u8 = (...values: number[]): number[] => values
export const u16 = (value: number, little = false): number[] => order([value >>> 8, value & 255], little)
export const u32 = (value: number, little = false): number[] =>
  order([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255], little)
const order = (bytes: number[], little: boolean): number[] => (little ? bytes.toReversed() : bytes)
export const text = (value: string): number[] => [...Buffer.from(value)]
export const ip = (address: string): number[] => address.split('.').map(Number)
export const ipv6 = (last: number): number[] => [0x20, 0x01, 0x0d, 0xb8, ...Array<number>(11).fill(0), last]

export const udp = (payload: Bytes, source = 50_000, destination = 514): number[] => [
  ...u16(source),
  ...u16(destination),
  ...u16(payload.length + 8),
  ...u16(0),
  ...payload,
]

export interface Ipv4Options {
  identification?: number
  offset?: number
  more?: boolean
  protocol?: number
}

export function ipv4(body: Bytes, options: Ipv4Options = {}): number[] {
  const { identification = 1, offset = 0, more = false, protocol = 17 } = options
  const flags = (more ? 0x2000 : 0) | (offset / 8)
  return [
    0x45,
    0,
    ...u16(20 + body.length),
    ...u16(identification),
    ...u16(flags),
    64,
    protocol,
    0,
    0,
    ...ip('192.0.2.1'),
    ...ip('198.51.100.2'),
    ...body,
  ]
}

export const ipv6Packet = (body: Bytes, next = 17): number[] => [
  0x60,
  0,
  0,
  0,
  ...u16(body.length),
  next,
  64,
  ...ipv6(1),
  ...ipv6(2),
  ...body,
]
export const ethernet = (body: Bytes, type = 0x0800, tags: Bytes = []): number[] => [
  ...Array<number>(12).fill(2),
  ...tags,
  ...u16(type),
  ...body,
]

export interface Packet {
  bytes: Bytes
  seconds?: number
  /** In the capture's unit. */
  fraction?: number
  /** Where it differs from the bytes captured. */
  original?: number
}

export function classic(
  packets: readonly Packet[],
  options: { linkType?: number; little?: boolean; nanoseconds?: boolean } = {},
): Uint8Array {
  const { linkType = 1, little = true, nanoseconds = false } = options
  const header = [...u32(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, little), ...u16(2, little), ...u16(4, little), ...u32(0), ...u32(0)]
  const records = packets.flatMap(({ bytes, seconds = 1_700_000_000, fraction = 0, original = bytes.length }) => [
    ...[seconds, fraction, bytes.length, original].flatMap((value) => u32(value, little)),
    ...bytes,
  ])
  return new Uint8Array([...header, ...u32(262_144, little), ...u32(linkType, little), ...records])
}

const padded = (bytes: Bytes): number[] => [...bytes, ...Array<number>((4 - (bytes.length % 4)) % 4).fill(0)]

export function block(type: number, body: Bytes, little = true): number[] {
  const length = u32(padded(body).length + 12, little)
  return [...u32(type, little), ...length, ...padded(body), ...length]
}

export const section = (little = true): number[] =>
  block(0x0a0d0d0a, [...u32(0x1a2b3c4d, little), ...u16(1, little), ...u16(0), ...Array<number>(8).fill(255)], little)
export const option = (code: number, value: Bytes, little = true): number[] => [
  ...u16(code, little),
  ...u16(value.length, little),
  ...padded(value),
]
export const interfaceBlock = (linkType: number, options: Bytes = [], little = true): number[] =>
  block(1, [...u16(linkType, little), 0, 0, ...u32(0), ...options], little)

export function enhanced(bytes: Bytes, time: bigint, little = true, index = 0): number[] {
  const [high, low] = [Number(time >> 32n), Number(time & 0xffff_ffffn)]
  return block(6, [...[index, high, low, bytes.length, bytes.length].flatMap((value) => u32(value, little)), ...bytes], little)
}
export const simple = (bytes: Bytes, little = true): number[] => block(3, [...u32(bytes.length, little), ...bytes], little)
