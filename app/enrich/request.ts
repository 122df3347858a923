import { findClient } from '../model/client-address.ts'
import type { RequestSettings } from '../model/config.ts'
import type { Fields } from '../model/fields.ts'
import { actorOfRecord } from '../model/request-actor.ts'
import { isAddress } from '../model/network-text.ts'
import {
  defaultProbePrefixes,
  defaultSensitivePrefixes,
  extractResource,
  findPrefix,
  normalizePath,
  normalizePrefix,
} from '../model/request-path.ts'
import { parseAddress } from './address.ts'
import type { Enricher } from './enricher.ts'
import { NetworkList } from './networks.ts'

/** Whose request an HTTP record tells of, and what its path is about; costs other records one comparison. */
export function createRequest(settings: RequestSettings): Enricher {
  const prefixes = (list: readonly string[] | null, standard: readonly string[]) =>
    (list === null || list.length === 0 ? standard : list).map((prefix) => normalizePrefix(prefix, settings.api_version))
  const sensitive = prefixes(settings.sensitive_prefixes, defaultSensitivePrefixes)
  const probes = prefixes(settings.probe_prefixes, defaultProbePrefixes)
  const setClient = createClientSetter(settings)
  return {
    name: 'request',
    enrich({ fields }) {
      if (fields['event.category'] !== 'web') return
      setClient(fields)
      fields['vedette.request.actor'] = actorOfRecord(fields).value
      const path = fields['url.path']
      if (path === undefined) return
      const normal = normalizePath(path)
      const { type, id } = extractResource(normal)
      fields['vedette.request.resource_type'] = type ?? undefined
      fields['vedette.request.resource_id'] = id ?? undefined
      fields['vedette.request.sensitive_prefix'] = findPrefix(normal, sensitive)
      fields['vedette.request.probe_prefix'] = findPrefix(normal, probes)
    },
  }
}

const longestAddress = 100

function createClientSetter({ trusted_proxies, trust_x_forwarded_for }: RequestSettings): (fields: Fields) => void {
  const trusted = new NetworkList(trusted_proxies)
  const isTrusted = (text: string): boolean => {
    const address = parseAddress(text)
    return address !== undefined && trusted.contains(address)
  }
  const belief = { isTrusted: trusted_proxies.length === 0 ? undefined : isTrusted, believe_first: trust_x_forwarded_for }
  return (fields) => {
    const peer = fields['source.ip'] ?? fields['source.address']
    const client = findClient({ peer, forwarded_for: fields['vedette.request.forwarded_for'], ...belief })
    if (client === undefined) return
    // Whoever believes the first forwarded value may be told any text: that is a name, and never in a field for addresses.
    if (isAddress(client)) fields['client.ip'] = client
    else fields['client.address'] = client.slice(0, longestAddress)
  }
}
