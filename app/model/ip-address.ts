import ipaddr from 'ipaddr.js'

/** Addresses from the wire as text. Packets name the same few thousand again and again: a bounded table remembers their text. */

const ipv4Slots = 1 << 16
const ipv4Keys = new Int32Array(ipv4Slots)
const ipv4Texts: (string | undefined)[] = new Array<string | undefined>(ipv4Slots).fill(undefined)

/** The four bytes of an address as a number (any sign) → `192.0.2.1`. */
export function formatIpv4(address: number): string {
  const key = address | 0
  // Fibonacci hashing: neighbouring addresses fall into different slots.
  const slot = Math.imul(key, 0x9e3779b1) >>> 16
  const known = ipv4Texts[slot]
  if (known !== undefined && ipv4Keys[slot] === key) return known
  const text = `${key >>> 24}.${(key >>> 16) & 255}.${(key >>> 8) & 255}.${key & 255}`
  ipv4Keys[slot] = key
  ipv4Texts[slot] = text
  return text
}

const ipv6Slots = 1 << 13
const ipv6Keys = new Int32Array(ipv6Slots * 4)
const ipv6Texts: (string | undefined)[] = new Array<string | undefined>(ipv6Slots).fill(undefined)

/** Sixteen bytes → canonical text (RFC 5952). */
export function readIpv6(view: DataView, at: number): string {
  const a = view.getInt32(at)
  const b = view.getInt32(at + 4)
  const c = view.getInt32(at + 8)
  const d = view.getInt32(at + 12)
  const slot = (Math.imul(a ^ Math.imul(b, 31) ^ Math.imul(c, 961) ^ Math.imul(d, 29791), 0x9e3779b1) >>> 19) & (ipv6Slots - 1)
  const key = slot * 4
  const known = ipv6Texts[slot]
  if (known !== undefined && ipv6Keys[key] === a && ipv6Keys[key + 1] === b && ipv6Keys[key + 2] === c && ipv6Keys[key + 3] === d)
    return known
  const text = formatIpv6(view, at)
  ipv6Keys[key] = a
  ipv6Keys[key + 1] = b
  ipv6Keys[key + 2] = c
  ipv6Keys[key + 3] = d
  ipv6Texts[slot] = text
  return text
}

function formatIpv6(view: DataView, at: number): string {
  const mapped = view.getUint32(at) === 0 && view.getUint32(at + 4) === 0 && view.getUint32(at + 8) === 0xffff
  if (mapped) return `::ffff:${formatIpv4(view.getInt32(at + 12))}`
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(at + index * 2))
  let longest = { start: -1, length: 1 }
  for (let start = 0; start < 8; start += 1) {
    let length = 0
    while (start + length < 8 && groups[start + length] === 0) length += 1
    if (length > longest.length) longest = { start, length }
  }
  const text = (part: number[]) => part.map((group) => group.toString(16)).join(':')
  if (longest.start < 0) return text(groups)
  return `${text(groups.slice(0, longest.start))}::${text(groups.slice(longest.start + longest.length))}`
}

const mostSpellings = 8192
const spellings = new Map<string, string>()

/**
 * The one spelling of an address, so that whoever tells of it names the same host: IPv6 as RFC 5952 has it (the kernel writes out
 * every zero), IPv4-mapped as IPv4 (RFC 4291 section 2.5.5.2; programs that listen on `::` write it). What is no IPv6 address
 * stays as it is.
 */
export function canonicalAddress(text: string): string {
  if (!text.includes(':')) return text
  const known = spellings.get(text)
  if (known !== undefined) return known
  if (spellings.size >= mostSpellings) spellings.clear()
  const spelling = spell(text)
  spellings.set(text, spelling)
  return spelling
}

function spell(text: string): string {
  const address = ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined
  if (address === undefined) return text
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String()
}
