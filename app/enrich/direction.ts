import type { Enricher } from './enricher.ts'
import type { Places } from './places.ts'

/** `network.direction` from the home networks, and the zones both ends lie in (ECS `network.direction`, `observer.*.zone`). */
export function createDirection(places: Places): Enricher {
  return {
    name: 'direction',
    enrich({ fields }) {
      const source = fields['source.ip']
      const destination = fields['destination.ip']
      if (source === undefined || destination === undefined) return
      const from = places.find(source)
      const to = places.find(destination)
      fields['network.direction'] = describeDirection(from.home, to.home || isGroup(destination))
      if (from.zone !== undefined) fields['observer.ingress.zone'] = from.zone
      if (to.zone !== undefined) fields['observer.egress.zone'] = to.zone
    },
  }
}

function describeDirection(fromHome: boolean, toHome: boolean): string {
  if (fromHome) return toHome ? 'internal' : 'outbound'
  return toHome ? 'inbound' : 'external'
}

/** Multicast and the limited broadcast do not leave the site. */
function isGroup(ip: string): boolean {
  if (ip.startsWith('ff') && ip.includes(':')) return true
  const first = Number.parseInt(ip, 10)
  return first >= 224 && first < 256 && !ip.includes(':')
}
