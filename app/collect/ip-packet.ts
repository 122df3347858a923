import { formatIpv4, readIpv6 } from '../model/ip-address.ts'

/** The part of an IP packet that its upper layer wrote, or a fragment of it. */
export interface IpPacket {
  source: string
  destination: string
  /** IANA protocol number of the payload. */
  protocol: number
  /** Where the payload lies in the view. */
  start: number
  end: number
  /** Bytes of payload that the headers promise beyond what was captured. */
  missing: number
  fragment: { identification: number; offset: number; more: boolean } | undefined
}

/** IPv6 extension headers that stand before the payload (RFC 8200 section 4.1, RFC 6275, RFC 7401, RFC 5533). */
const extensions = new Set([0, 43, 60, 135, 139, 140])
const fragmentHeader = 44
const authenticationHeader = 51
const mostExtensions = 16

/** Reads the header of the IP packet at `offset`; `undefined` where it is damaged. */
export function readIpPacket(view: DataView, offset: number): IpPacket | undefined {
  if (offset >= view.byteLength) return undefined
  const version = view.getUint8(offset) >> 4
  if (version === 4) return readIpv4Packet(view, offset)
  return version === 6 ? readIpv6Packet(view, offset) : undefined
}

/** RFC 791 section 3.1. */
function readIpv4Packet(view: DataView, at: number): IpPacket | undefined {
  if (at + 20 > view.byteLength) return undefined
  const header = (view.getUint8(at) & 15) * 4
  // Zero where the network card was to cut the packet into segments itself.
  const total = view.getUint16(at + 2) || view.byteLength - at
  if (header < 20 || total < header || at + header > view.byteLength) return undefined
  const flags = view.getUint16(at + 6)
  const more = (flags & 0x2000) !== 0
  const offset = (flags & 0x1fff) * 8
  const end = Math.min(at + total, view.byteLength)
  return {
    source: formatIpv4(view.getInt32(at + 12)),
    destination: formatIpv4(view.getInt32(at + 16)),
    protocol: view.getUint8(at + 9),
    start: at + header,
    end,
    missing: at + total - end,
    fragment: more || offset > 0 ? { identification: view.getUint16(at + 4), offset, more } : undefined,
  }
}

/** RFC 8200 sections 3 and 4. */
function readIpv6Packet(view: DataView, at: number): IpPacket | undefined {
  if (at + 40 > view.byteLength) return undefined
  const length = view.getUint16(at + 4) || view.byteLength - at - 40
  const end = Math.min(at + 40 + length, view.byteLength)
  const packet: IpPacket = {
    source: readIpv6(view, at + 8),
    destination: readIpv6(view, at + 24),
    protocol: view.getUint8(at + 6),
    start: at + 40,
    end,
    missing: at + 40 + length - end,
    fragment: undefined,
  }
  for (let count = 0; count < mostExtensions; count += 1) {
    const { protocol, start } = packet
    const isFragment = protocol === fragmentHeader
    if (!isFragment && protocol !== authenticationHeader && !extensions.has(protocol)) return packet
    if (start + 8 > end) return undefined
    packet.protocol = view.getUint8(start)
    if (isFragment) {
      const offset = view.getUint16(start + 2)
      packet.start = start + 8
      const more = (offset & 1) !== 0
      const isWhole = !more && offset < 8
      if (!isWhole) packet.fragment = { identification: view.getUint32(start + 4), offset: offset & 0xfff8, more }
      // What follows a later fragment's header is payload, whatever it looks like.
      if (offset >= 8) return packet
    } else {
      // In units of 8 bytes beyond the first; the authentication header counts in 4 (RFC 4302 section 2.2).
      const units = view.getUint8(start + 1)
      packet.start = start + (protocol === authenticationHeader ? (units + 2) * 4 : (units + 1) * 8)
    }
    if (packet.start > end) return undefined
  }
  return undefined
}
