import type { TelemetryRecord } from '../../model/record.ts'
import type { RecordFeature, RecordSet } from './feature-set.ts'
import { judgeEvent, type JudgedEvent } from './port-heuristic.ts'

/** Of generic network events, in JSON; 0 for any other. */
const protocolCodes: Readonly<Record<string, number>> = { tcp: 1, udp: 2, icmp: 3, http: 4, https: 5, ssh: 6 }

export const sourcePort: RecordFeature = {
  name: 'source_port',
  title: 'Source port',
  description: 'Port the event came from; 0 where it has none',
  unit: 'number',
  measure: ({ fields }) => fields['source.port'] ?? 0,
}

export const destinationPort: RecordFeature = {
  name: 'destination_port',
  title: 'Destination port',
  description: 'Port the event went to; 0 where it has none',
  unit: 'number',
  measure: ({ fields }) => fields['destination.port'] ?? 0,
}

export const protocolCode: RecordFeature = {
  name: 'protocol_code',
  title: 'Protocol',
  description: '1 TCP, 2 UDP, 3 ICMP, 4 HTTP, 5 HTTPS, 6 SSH, 0 for any other',
  unit: 'number',
  measure: ({ fields }) => protocolCodes[(fields['network.protocol'] ?? '').toLowerCase()] ?? 0,
}

export const payloadKeys: RecordFeature = {
  name: 'payload_keys',
  title: 'Keys of the payload',
  description: 'How many keys the event has beside its time, addresses, ports, protocol and tags',
  unit: 'count',
  measure: ({ fields }) => readCount(fields['vedette.event.payload_keys']),
}

export const tagCount: RecordFeature = {
  name: 'tag_count',
  title: 'Tags',
  description: 'How many tags the event has',
  unit: 'count',
  measure: ({ fields }) => readCount(fields['vedette.event.tags']),
}

export const serviceRisk: RecordFeature = {
  name: 'service_risk',
  title: 'Risk of the service',
  description: 'What the event says on its own: a service worth attacking, words of failure, an address that talks to itself',
  unit: 'share',
  measure: (record) => judgeEvent(readEvent(record)).score,
}

/** Every record of JSON events makes a row. */
export const events: RecordSet = {
  name: 'events',
  title: 'JSON events',
  description: 'Each network event that came as JSON, by its ports, protocol and shape',
  judges: 'record',
  entityKind: 'ip',
  features: [sourcePort, destinationPort, protocolCode, payloadKeys, tagCount, serviceRisk],
  entityOf: ({ fields }) => (fields['event.dataset'] === 'json.event' ? (fields['source.ip'] ?? fields['destination.ip']) : undefined),
}

export function readEvent({ fields }: TelemetryRecord): JudgedEvent {
  return {
    source_ip: fields['source.ip'],
    destination_ip: fields['destination.ip'],
    destination_port: fields['destination.port'],
    protocol: fields['network.protocol'],
    payload: { message: fields.message },
  }
}

function readCount(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}
