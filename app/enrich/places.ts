import { parseAddress, parseIpv4, type Address } from './address.ts'
import type { AutonomousSystem } from './asn-ranges.ts'
import { NetworkList, specialNetworks } from './networks.ts'

/** What is known of an address without asking anyone. */
export interface Place {
  home: boolean
  zone: string | undefined
  country: string | undefined
  asn: number | undefined
  organization: string | undefined
}

/** Gives what is known of an address; `ip` is the same address as text. */
export type Lookup<Value> = (address: Address, ip: string) => Value | undefined

export interface PlaceData {
  home_networks: readonly string[]
  zones: Readonly<Record<string, readonly string[]>>
  country: Lookup<string> | undefined
  asn: Lookup<AutonomousSystem> | undefined
}

const slots = 1 << 16
const generation = 16_384

const nowhere: Place = { home: false, zone: undefined, country: undefined, asn: undefined, organization: undefined }

/**
 * Places of addresses, remembered. IPv4 in a table of slots by a hash of the number: an address met for the first time then
 * costs no more than looking it up (a Map by text took most of the time in a flood of new addresses, measured). IPv6 in two
 * generations: when the young one is full, the old one is forgotten.
 */
export class Places {
  private readonly words = new Int32Array(slots)
  private readonly places: (Place | undefined)[] = new Array<Place | undefined>(slots).fill(undefined)
  private young = new Map<string, Place>()
  private old = new Map<string, Place>()
  private readonly home: NetworkList
  private readonly zones: readonly { name: string; networks: NetworkList }[]
  private readonly data: PlaceData

  constructor(data: PlaceData) {
    this.data = data
    this.home = new NetworkList(data.home_networks)
    this.zones = Object.entries(data.zones).map(([name, networks]) => ({ name, networks: new NetworkList(networks) }))
  }

  find(ip: string): Place {
    const word = parseIpv4(ip)
    if (word === undefined) return this.findByText(ip)
    const key = word | 0
    // Fibonacci hashing: neighbouring addresses fall into different slots.
    const slot = Math.imul(key, 0x9e3779b1) >>> 16
    const known = this.places[slot]
    if (known !== undefined && this.words[slot] === key) return known
    const place = this.look({ kind: 'ipv4', word }, ip)
    this.words[slot] = key
    this.places[slot] = place
    return place
  }

  private findByText(ip: string): Place {
    const known = this.young.get(ip)
    if (known !== undefined) return known
    const address = parseAddress(ip)
    const place = this.old.get(ip) ?? (address === undefined ? nowhere : this.look(address, ip))
    if (this.young.size >= generation) {
      this.old = this.young
      this.young = new Map()
    }
    this.young.set(ip, place)
    return place
  }

  private look(address: Address, ip: string): Place {
    const home = this.home.contains(address)
    const zone = this.zones.find(({ networks }) => networks.contains(address))?.name
    if (home || specialNetworks.contains(address)) return { ...nowhere, home, zone }
    const system = this.data.asn?.(address, ip)
    return { home, zone, country: this.data.country?.(address, ip), asn: system?.number, organization: system?.organization }
  }
}
