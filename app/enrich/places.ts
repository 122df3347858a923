import { parseAddress } from './address.ts'
import { NetworkList, specialNetworks } from './networks.ts'

/** What is known of an address without asking anyone. */
export interface Place {
  home: boolean
  zone: string | undefined
  country: string | undefined
  asn: number | undefined
  organization: string | undefined
}

export interface PlaceData {
  home_networks: readonly string[]
  zones: Readonly<Record<string, readonly string[]>>
  country: ((ip: string) => string | undefined) | undefined
  asn: ((ip: string) => { number: number; organization: string } | undefined) | undefined
}

const generation = 32_768

const nowhere: Place = { home: false, zone: undefined, country: undefined, asn: undefined, organization: undefined }

/** Places of addresses, remembered in two generations: when the young one is full, the old one is forgotten. */
export class Places {
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
    const known = this.young.get(ip)
    if (known !== undefined) return known
    const place = this.old.get(ip) ?? this.look(ip)
    if (this.young.size >= generation) {
      this.old = this.young
      this.young = new Map()
    }
    this.young.set(ip, place)
    return place
  }

  private look(ip: string): Place {
    const address = parseAddress(ip)
    if (address === undefined) return nowhere
    const home = this.home.contains(address)
    const zone = this.zones.find(({ networks }) => networks.contains(address))?.name
    if (home || specialNetworks.contains(address)) return { ...nowhere, home, zone }
    const system = this.data.asn?.(ip)
    return { home, zone, country: this.data.country?.(ip), asn: system?.number, organization: system?.organization }
  }
}
