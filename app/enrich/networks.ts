import { parseAddress, type Address } from './address.ts'

interface Network {
  kind: Address['kind']
  words: readonly number[]
  /** Bits that count, a word at a time. */
  masks: readonly number[]
}

/** A list of networks in CIDR notation, asked whether an address lies in any of them. What cannot be read is left out. */
export class NetworkList {
  private readonly networks: readonly Network[]

  constructor(cidrs: readonly string[]) {
    this.networks = cidrs.flatMap((cidr) => parseNetwork(cidr) ?? [])
  }

  contains(address: Address): boolean {
    if (address.kind === 'ipv4') return this.containsIpv4(address.word)
    for (const { kind, masks, words } of this.networks) {
      if (kind === 'ipv6' && address.words.every((word, at) => (word & masks[at]!) >>> 0 === words[at])) return true
    }
    return false
  }

  private containsIpv4(word: number): boolean {
    for (const { kind, masks, words } of this.networks) {
      if (kind === 'ipv4' && (word & masks[0]!) >>> 0 === words[0]) return true
    }
    return false
  }
}

function parseNetwork(cidr: string): Network | undefined {
  const slash = cidr.lastIndexOf('/')
  const address = parseAddress(slash === -1 ? cidr : cidr.slice(0, slash))
  if (address === undefined) return undefined
  const words = address.kind === 'ipv4' ? [address.word] : address.words
  const bits = slash === -1 ? words.length * 32 : Number(cidr.slice(slash + 1))
  if (!Number.isInteger(bits) || bits < 0 || bits > words.length * 32) return undefined
  const masks = words.map((_, at) => maskOf(Math.min(32, Math.max(0, bits - at * 32))))
  return { kind: address.kind, masks, words: words.map((word, at) => (word & (masks[at] ?? 0)) >>> 0) }
}

function maskOf(bits: number): number {
  return bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0
}

/**
 * Networks that have no place on the internet: IANA's special-purpose registries (RFC 6890 and successors), multicast
 * and the limited broadcast. Looking their country up could only be wrong.
 */
export const specialNetworks = new NetworkList([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/127',
  '64:ff9b:1::/48',
  '100::/64',
  '2001:db8::/32',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
])
