import ipaddr from 'ipaddr.js'
import type { BlockEntry } from '../model/block-entry.ts'
import type { SecurityEvent } from '../model/event.ts'

export type BlockAddress = { kind: 'address'; value: string; family: BlockEntry['kind'] } | { kind: 'refused'; message: string }

/** A wider network would cut off a good part of the Internet by one wrong digit. */
const widest = { ipv4: 8, ipv6: 19 } as const
/** Nothing a firewall polls for may name these, whoever asks: the machine itself, nobody, everybody. */
const neverBlocked = ['loopback', 'unspecified', 'multicast', 'broadcast', 'linkLocal']

/** An address or network as the list writes it: canonical, without host bits, IPv4 as IPv4. Or why it does not belong there. */
export function readBlockAddress(text: string): BlockAddress {
  const [written = '', prefix, ...more] = text.trim().split('/')
  if (more.length > 0 || !isWritten(written) || (prefix !== undefined && !/^\d{1,3}$/.test(prefix)))
    return refused('is no address or network, such as 203.0.113.7 or 198.51.100.0/24')
  const address = unmap(ipaddr.parse(written))
  const mapped = address.kind() === 'ipv4' && written.includes(':')
  const most = address.kind() === 'ipv4' ? 32 : 128
  const bits = prefix === undefined ? most : Number(prefix) - (mapped ? 96 : 0)
  if (bits > most || bits < 0) return refused(`has a prefix longer than its address`)
  if (bits < widest[address.kind()]) return refused(`is wider than /${widest[address.kind()]}`)
  const network = firstOf(address, bits)
  const range = network.range()
  if (neverBlocked.includes(range)) return refused(`is ${describeRange(range)} and cannot be blocked`)
  if (bits === most) return { kind: 'address', value: network.toString(), family: 'ip' }
  return { kind: 'address', value: `${network.toString()}/${bits}`, family: 'network' }
}

/**
 * The address that an event whose decision blocks puts on the list. One of the home networks never gets there by itself: a
 * proxy or a translating router that everyone comes through would lock everyone out. An analyst may still add it.
 */
export function addressToBlock(event: SecurityEvent, homeNetworks: readonly string[]): string | undefined {
  if (!event.decision.should_block) return undefined
  const candidate = event.application?.ip_address ?? addressOf(event.entity)
  if (candidate === undefined) return undefined
  const read = readBlockAddress(candidate)
  if (read.kind === 'refused' || read.family !== 'ip') return undefined
  return isWithin(read.value, homeNetworks) ? undefined : read.value
}

function addressOf({ kind, value }: SecurityEvent['entity']): string | undefined {
  if (kind === 'ip') return value
  return kind === 'actor' && value.startsWith('ip:') ? value.slice('ip:'.length) : undefined
}

function isWithin(text: string, networks: readonly string[]): boolean {
  const address = ipaddr.parse(text)
  return networks.some((network) => {
    const [base, bits] = ipaddr.parseCIDR(network)
    return base.kind() === address.kind() && address.match(base, bits)
  })
}

/** Four decimal parts and nothing shorter: the parser would take `10.1`, octal and hexadecimal as well, and firewalls differ on them. */
function isWritten(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text))
}

function unmap(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  return address.kind() === 'ipv6' && (address as ipaddr.IPv6).isIPv4MappedAddress() ? (address as ipaddr.IPv6).toIPv4Address() : address
}

function firstOf(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): ipaddr.IPv4 | ipaddr.IPv6 {
  const text = `${address.toString()}/${bits}`
  return address.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(text) : ipaddr.IPv6.networkAddressFromCIDR(text)
}

function describeRange(range: string): string {
  return range === 'linkLocal' ? 'a link-local address' : `${/^[aeiou]/.test(range) ? 'an' : 'a'} ${range} address`
}

function refused(message: string): BlockAddress {
  return { kind: 'refused', message }
}
