import type { Address } from './address.ts'

/** An open MaxMind DB; `get` decodes the record of an address, or gives null. Handed in: its reader needs Node's Buffer. */
export interface Mmdb {
  get(ip: string): unknown
  readonly metadata: { nodeCount: number; recordSize: number; ipVersion: number }
}
export type OpenMmdb = (bytes: Uint8Array) => Mmdb

/** Records decoded once and kept; a country database has some hundreds, an ASN database eighty thousand. */
const mostValues = 1 << 17
/** A database whose records cannot be decoded is asked no more: a damaged one may take milliseconds to fail. */
const mostFailures = 20

/**
 * Values of addresses from a MaxMind DB (https://maxmind.github.io/MaxMind-DB/). The search tree is walked here, over the
 * address as numbers; the library decodes each data record the first time it is met. Decoding it anew for every address,
 * and parsing the address a second time, took 10 times as long (measured).
 */
export class MmdbValues<Value> {
  private readonly bytes: Uint8Array
  private readonly database: Mmdb
  private readonly pick: (record: unknown) => Value | undefined
  private readonly values = new Map<number, Value | undefined>()
  private readonly ipv4Start: number
  private failures = 0

  constructor(bytes: Uint8Array, database: Mmdb, pick: (record: unknown) => Value | undefined) {
    this.bytes = bytes
    this.database = database
    this.pick = pick
    const { nodeCount, recordSize } = database.metadata
    const fits = [24, 28, 32].includes(recordSize) && nodeCount * (recordSize / 4) <= bytes.length
    if (!fits) this.failures = mostFailures
    this.ipv4Start = fits ? this.findIpv4Start() : 0
  }

  /** `ip`: the same address as text, for the library. */
  find(address: Address, ip: string): Value | undefined {
    if (this.failures >= mostFailures) return undefined
    const pointer = address.kind === 'ipv4' ? this.walk(this.ipv4Start, [address.word]) : this.walkIpv6(address.words)
    if (pointer === undefined) return undefined
    const known = this.values.get(pointer)
    if (known !== undefined || this.values.has(pointer)) return known
    const value = this.decode(ip)
    if (this.values.size >= mostValues) this.values.clear()
    this.values.set(pointer, value)
    return value
  }

  private decode(ip: string): Value | undefined {
    try {
      return this.pick(this.database.get(ip))
    } catch {
      this.failures += 1
      return undefined
    }
  }

  private walkIpv6(words: readonly number[]): number | undefined {
    return this.database.metadata.ipVersion === 6 ? this.walk(0, words) : undefined
  }

  /** The record the tree leads to: beyond the nodes it points to data, at their count it says "nothing here". */
  private walk(start: number, words: readonly number[]): number | undefined {
    const { nodeCount } = this.database.metadata
    let node = start
    for (let at = 0; at < words.length && node < nodeCount; at += 1) {
      const word = words[at] ?? 0
      for (let bit = 31; bit >= 0 && node < nodeCount; bit -= 1) node = this.next(node, (word >>> bit) & 1)
    }
    return node > nodeCount ? node : undefined
  }

  private next(node: number, bit: number): number {
    const { bytes } = this
    const { recordSize } = this.database.metadata
    const at = node * (recordSize / 4) + (recordSize === 28 ? bit * 4 : bit * (recordSize / 8))
    const [a, b, c] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!]
    if (recordSize === 24) return (a << 16) | (b << 8) | c
    if (recordSize === 32) return ((a << 24) | (b << 16) | (c << 8) | bytes[at + 3]!) >>> 0
    // 28 bits: the middle byte holds the highest four of both records, the left one's first.
    if (bit === 0) return ((bytes[at + 3]! >>> 4) << 24) | (a << 16) | (b << 8) | c
    return ((bytes[at - 1]! & 15) << 24) | (a << 16) | (b << 8) | c
  }

  /** IPv4 addresses lie in an IPv6 tree behind 96 zero bits. */
  private findIpv4Start(): number {
    const { nodeCount, ipVersion } = this.database.metadata
    let node = 0
    for (let bit = 0; ipVersion === 6 && bit < 96 && node < nodeCount; bit += 1) node = this.next(node, 0)
    return node
  }
}
