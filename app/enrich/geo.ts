import type { Enricher } from './enricher.ts'
import type { Places } from './places.ts'

/** Country and autonomous system of both ends. */
export function createGeo(places: Places): Enricher {
  return {
    name: 'geo',
    enrich({ fields }) {
      const source = fields['source.ip']
      if (source !== undefined) {
        const { country, asn, organization } = places.find(source)
        if (country !== undefined) fields['source.geo.country_iso_code'] = country
        if (asn !== undefined) fields['source.as.number'] = asn
        if (organization !== undefined) fields['source.as.organization.name'] = organization
      }
      const destination = fields['destination.ip']
      if (destination !== undefined) {
        const { country, asn, organization } = places.find(destination)
        if (country !== undefined) fields['destination.geo.country_iso_code'] = country
        if (asn !== undefined) fields['destination.as.number'] = asn
        if (organization !== undefined) fields['destination.as.organization.name'] = organization
      }
    },
  }
}
