import type { TelemetryRecord } from '../../model/record.ts'
import { readContact, readDirection } from '../support/contact.ts'
import { samplingRateOf } from '../support/sampling-rate.ts'
import * as feature from './catalogue.ts'
import type { EntitySet } from './feature-set.ts'
import type { Sighting } from './sighting.ts'

/** Flows and firewall lines, by the host of ours that they are about. */
export const hosts: EntitySet = {
  name: 'hosts',
  title: 'Hosts',
  description: 'What each host of the home networks does on the network, from flows and firewall lines',
  judges: 'entity',
  entityKind: 'ip',
  features: [
    feature.attempts,
    feature.begun,
    feature.bytesOut,
    feature.bytesIn,
    feature.bytesRatio,
    feature.bytesEach,
    feature.peers,
    feature.newPeers,
    feature.ports,
    feature.failedShare,
    feature.outsideShare,
    feature.regularity,
    feature.pause,
    feature.hour,
  ],
  read,
}

function read(record: TelemetryRecord, sighting: Sighting): boolean {
  const { fields } = record
  if (fields['event.category'] !== 'network') return false
  const source = fields['source.ip']
  const destination = fields['destination.ip']
  if (source === undefined || destination === undefined || source === destination) return false
  const direction = readDirection(fields, source, destination)
  if (direction === 'external') return false
  const isInbound = direction === 'inbound'
  const contact = readContact(record)
  // What is neither a flow nor a firewall's line says nothing of a contact: JSON events have a set of their own.
  if (contact.kind === 'none' && fields['event.dataset'] !== 'netflow') return false
  const rate = samplingRateOf(fields)
  sighting.entity = isInbound ? destination : source
  sighting.peer = isInbound ? source : destination
  sighting.outside = direction !== 'internal'
  sighting.sent = rate * ((isInbound ? fields['destination.bytes'] : fields['source.bytes']) ?? 0)
  sighting.received = rate * ((isInbound ? fields['source.bytes'] : fields['destination.bytes']) ?? 0)
  // The rest of a connection known by its beginning, or its other direction, is no contact of its own.
  sighting.weight = contact.kind === 'attempt' ? 1 : 0
  sighting.began = contact.kind === 'attempt' && contact.source === sighting.entity
  if (contact.kind === 'attempt') {
    sighting.outcome = contact.outcome
    sighting.port = fields['destination.port'] ?? -1
  }
  return true
}
