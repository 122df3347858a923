import type { FieldValue } from '../model/fields.ts'
import { formatIpv4, readIpv6 } from '../model/ip-address.ts'
import { readMac } from './mac-address.ts'
import type { ElementType } from './information-elements/index.ts'

/** Seconds from the NTP epoch (1900) to the Unix epoch (RFC 5905 section 6). */
const ntpOffset = 2_208_988_800
const uint32 = 2 ** 32

/** An unsigned number of 1 to 8 bytes: reduced-size encoding is allowed for every one (RFC 7011 section 6.2). Lossy above 2^53. */
export function readUnsigned(view: DataView, at: number, length: number): number {
  switch (length) {
    case 1:
      return view.getUint8(at)
    case 2:
      return view.getUint16(at)
    case 4:
      return view.getUint32(at)
    case 8:
      return view.getUint32(at) * uint32 + view.getUint32(at + 4)
  }
  let value = 0
  for (let index = 0; index < length; index += 1) value = value * 256 + view.getUint8(at + index)
  return value
}

/** As `readUnsigned`, but what a double cannot hold comes as decimal text: identifiers must stay exact. */
export function readExact(view: DataView, at: number, length: number): FieldValue | undefined {
  if (length === 0) return undefined
  if (length > 8) return readHex(view, at, length)
  const value = readUnsigned(view, at, length)
  return value <= Number.MAX_SAFE_INTEGER ? value : view.getBigUint64(at).toString()
}

function readSigned(view: DataView, at: number, length: number): FieldValue | undefined {
  if (length === 0) return undefined
  if (length > 8) return readHex(view, at, length)
  if (length === 8) {
    const exact = view.getBigInt64(at)
    const value = Number(exact)
    return Number.isSafeInteger(value) ? value : exact.toString()
  }
  const value = readUnsigned(view, at, length)
  const half = 2 ** (length * 8 - 1)
  return value >= half ? value - 2 * half : value
}

export function readHex(view: DataView, at: number, length: number): string {
  let text = ''
  for (let index = 0; index < length; index += 1)
    text += view
      .getUint8(at + index)
      .toString(16)
      .padStart(2, '0')
  return text
}

const decoder = new TextDecoder()

/** UTF-8 without the NULs that fill a fixed-length field. */
export function readText(view: DataView, at: number, length: number): string {
  let end = at + length
  while (end > at && view.getUint8(end - 1) === 0) end -= 1
  return decoder.decode(new Uint8Array(view.buffer, view.byteOffset + at, end - at))
}

/** NTP timestamp → Unix milliseconds with fraction. Era 1 begins in 2036 (RFC 5905 section 6). */
export function readNtp(view: DataView, at: number): number {
  const seconds = view.getUint32(at)
  const era = seconds < 0x8000_0000 ? uint32 : 0
  return (seconds + era - ntpOffset) * 1000 + (view.getUint32(at + 4) / uint32) * 1000
}

/** Milliseconds since the epoch, or NaN: never set, or of a length that type cannot have. */
export function readInstant(type: ElementType, view: DataView, at: number, length: number): number {
  if (type === 'dateTimeMicroseconds' || type === 'dateTimeNanoseconds') {
    return length === 8 && view.getUint32(at) !== 0 ? readNtp(view, at) : NaN
  }
  if (length === 0 || length > 8) return NaN
  const value = readUnsigned(view, at, length)
  if (value === 0) return NaN
  return type === 'dateTimeSeconds' ? value * 1000 : value
}

/** Any element's value. A length its type cannot have gives the bytes as hexadecimal text; no value gives `undefined`. */
export function readValue(type: ElementType, view: DataView, at: number, length: number): FieldValue | undefined {
  switch (type) {
    case 'unsigned8':
    case 'unsigned16':
    case 'unsigned32':
    case 'unsigned64':
      return readExact(view, at, length)
    case 'signed32':
    case 'signed64':
      return readSigned(view, at, length)
    case 'float32':
    case 'float64':
      return readFloat(view, at, length)
    case 'boolean':
      return readBoolean(view, at, length)
    case 'ipv4Address':
      return length === 4 ? formatIpv4(view.getInt32(at)) : readHex(view, at, length)
    case 'ipv6Address':
      return length === 16 ? readIpv6(view, at) : readHex(view, at, length)
    case 'macAddress':
      return length === 6 ? readMac(view, at) : readHex(view, at, length)
    case 'string':
      return readText(view, at, length)
    case 'dateTimeSeconds':
    case 'dateTimeMilliseconds':
    case 'dateTimeMicroseconds':
    case 'dateTimeNanoseconds':
      return finite(readInstant(type, view, at, length))
    case 'octetArray':
    case 'basicList':
    case 'subTemplateList':
    case 'subTemplateMultiList':
      return readHex(view, at, length)
  }
}

/** A float64 may be sent as float32 (RFC 7011 section 6.2). */
function readFloat(view: DataView, at: number, length: number): FieldValue | undefined {
  if (length === 4) return finite(view.getFloat32(at))
  if (length === 8) return finite(view.getFloat64(at))
  return length === 0 ? undefined : readHex(view, at, length)
}

/** RFC 7011 section 6.1.5: 1 is true, 2 is false, the rest is undefined. */
function readBoolean(view: DataView, at: number, length: number): boolean | undefined {
  if (length !== 1) return undefined
  const value = view.getUint8(at)
  return value === 1 ? true : value === 2 ? false : undefined
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined
}
