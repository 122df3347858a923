import { parseAddress, parseIpv4, type Address } from './address.ts'

/** `VAS1`, then counts of IPv4 ranges, IPv6 ranges, organizations and name bytes; every number little-endian. */
const magic = 0x31534156
const headerWords = 5

export interface AutonomousSystem {
  number: number
  organization: string | undefined
}

/**
 * Packs CSV lines `start,end,asn,organization` (the form of @ip-location-db/asn, sorted by start) into one file of typed
 * arrays: IPv4 12 bytes a range, IPv6 36, every organization once. About a quarter of the CSV, and nothing to parse.
 */
export function packAsnRanges(ipv4: string, ipv6: string): Uint8Array<ArrayBuffer> {
  const systems = new Map<string, number>()
  const v4: number[] = []
  const v6: number[] = []
  forEachRange(ipv4, systems, (start, end, system) => {
    const from = parseIpv4(start)
    const to = parseIpv4(end)
    if (from !== undefined && to !== undefined) v4.push(from, to, system)
  })
  forEachRange(ipv6, systems, (start, end, system) => {
    const from = parseAddress(start)
    const to = parseAddress(end)
    if (from?.kind === 'ipv6' && to?.kind === 'ipv6') v6.push(...from.words, ...to.words, system)
  })
  const names = new TextEncoder().encode([...systems.keys()].join('\n'))
  const words = new Uint32Array(headerWords + v4.length + v6.length + Math.ceil(names.length / 4))
  words.set([magic, v4.length / 3, v6.length / 9, systems.size, names.length])
  words.set(v4, headerWords)
  words.set(v6, headerWords + v4.length)
  const bytes = new Uint8Array(words.buffer)
  bytes.set(names, (headerWords + v4.length + v6.length) * 4)
  return bytes
}

function forEachRange(csv: string, systems: Map<string, number>, visit: (start: string, end: string, system: number) => void): void {
  for (let at = 0; at < csv.length;) {
    const newline = csv.indexOf('\n', at)
    const end = newline === -1 ? csv.length : newline
    const first = csv.indexOf(',', at)
    const second = csv.indexOf(',', first + 1)
    if (first > at && second > first && second < end) {
      const system = csv.slice(second + 1, end).trimEnd()
      let index = systems.get(system)
      if (index === undefined) systems.set(system, (index = systems.size))
      visit(csv.slice(at, first), csv.slice(first + 1, second), index)
    }
    at = end + 1
  }
}

/** Finds the autonomous system of an address by binary search. */
export class AsnRanges {
  private readonly words: Uint32Array
  private readonly v4: number
  private readonly v6: number
  private readonly systems: readonly AutonomousSystem[]

  /** Throws a RangeError on bytes that `packAsnRanges` did not make. */
  constructor(bytes: Uint8Array) {
    const aligned = bytes.byteOffset % 4 === 0 && bytes.byteLength % 4 === 0 ? bytes : bytes.slice(0, bytes.length - (bytes.length % 4))
    this.words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4)
    const [found, v4 = 0, v6 = 0, systems = 0, nameBytes = 0] = this.words
    const nameStart = (headerWords + v4 * 3 + v6 * 9) * 4
    if (found !== magic || nameStart + nameBytes > aligned.byteLength) throw new RangeError('this is no file of packed ASN ranges')
    this.v4 = v4
    this.v6 = v6
    this.systems = new TextDecoder()
      .decode(aligned.subarray(nameStart, nameStart + nameBytes))
      .split('\n')
      .map(readSystem)
    if (this.systems.length !== systems) throw new RangeError('the packed ASN ranges are cut short')
  }

  find(address: Address): AutonomousSystem | undefined {
    const index = address.kind === 'ipv4' ? this.findIpv4(address.word) : this.findIpv6(address.words)
    return index === undefined ? undefined : this.systems[index]
  }

  private findIpv4(word: number): number | undefined {
    const { words } = this
    let low = 0
    let high = this.v4
    while (low < high) {
      const middle = (low + high) >>> 1
      if (words[headerWords + middle * 3]! <= word) low = middle + 1
      else high = middle
    }
    if (low === 0) return undefined
    const base = headerWords + (low - 1) * 3
    return word <= words[base + 1]! ? words[base + 2] : undefined
  }

  private findIpv6(wanted: readonly number[]): number | undefined {
    const start = headerWords + this.v4 * 3
    let low = 0
    let high = this.v6
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.compare(start + middle * 9, wanted) <= 0) low = middle + 1
      else high = middle
    }
    if (low === 0) return undefined
    const base = start + (low - 1) * 9
    return this.compare(base + 4, wanted) >= 0 ? this.words[base + 8] : undefined
  }

  /** The four words at `at` against `wanted`, as numbers of 128 bits. */
  private compare(at: number, wanted: readonly number[]): number {
    for (let index = 0; index < 4; index += 1) {
      const difference = this.words[at + index]! - wanted[index]!
      if (difference !== 0) return difference
    }
    return 0
  }
}

/** `13335,"Cloudflare, Inc."` */
function readSystem(text: string): AutonomousSystem {
  const comma = text.indexOf(',')
  const name = text.slice(comma + 1)
  const organization = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
  return { number: Number(text.slice(0, comma)), organization: organization === '' ? undefined : organization }
}
