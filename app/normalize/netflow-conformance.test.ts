import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isUnparsed, type RecordDraft } from '../model/record.ts'
import { findElement, findV9Element, findV9Scope } from './information-elements/index.ts'
import { readIpfixHeader } from './ipfix.ts'
import { netflow } from './netflow.ts'
import { readNetflowV5Header } from './netflow-v5.ts'
import { readNetflowV9Header } from './netflow-v9.ts'

const folder = new URL('../../../shared/fixtures/netflow/', import.meta.url)
const isPresent = existsSync(folder)

interface Fact {
  event: number
  field: string
  value: unknown
  correct?: unknown
  ie?: { id: number; pen?: number; scope?: boolean }
}
interface Case {
  name: string
  version: number
  packets: string[]
  events_total: number | null
  events_independent_decoder?: number
  facts: Fact[]
}

/** Where our record holds what the element says, when it is not `netflow.<element>`. */
const ecsFields: Record<string, readonly string[]> = {
  octetDeltaCount: ['source.bytes'],
  octetTotalCount: ['source.bytes', 'netflow.octetTotalCount'],
  initiatorOctets: ['source.bytes'],
  responderOctets: ['destination.bytes'],
  packetDeltaCount: ['source.packets'],
  packetTotalCount: ['source.packets', 'netflow.packetTotalCount'],
  reverseOctetTotalCount: ['destination.bytes'],
  reversePacketTotalCount: ['destination.packets'],
  ixiaReverseOctetDeltaCount: ['destination.bytes'],
  ixiaReversePacketDeltaCount: ['destination.packets'],
  sourceIPv4Address: ['source.ip'],
  destinationIPv4Address: ['destination.ip'],
  sourceIPv6Address: ['source.ip'],
  destinationIPv6Address: ['destination.ip'],
  sourceTransportPort: ['source.port'],
  destinationTransportPort: ['destination.port', 'netflow.icmpTypeCodeIPv4'],
  udpDestinationPort: ['destination.port'],
  tcpSourcePort: ['source.port'],
  protocolIdentifier: ['network.iana_number'],
  ipVersion: ['network.type'],
  tcpControlBits: ['netflow.tcp_flags'],
  ingressInterface: ['observer.ingress.interface.id'],
  egressInterface: ['observer.egress.interface.id'],
  sourceMacAddress: ['source.mac'],
  destinationMacAddress: ['destination.mac'],
  vlanId: ['network.vlan.id'],
  postNATSourceIPv4Address: ['source.nat.ip'],
  postNATDestinationIPv4Address: ['destination.nat.ip'],
  postNAPTSourceTransportPort: ['source.nat.port'],
  postNAPTDestinationTransportPort: ['destination.nat.port'],
  asaTranslatedSourceIPv4: ['source.nat.ip'],
  asaTranslatedDestinationIPv4: ['destination.nat.ip'],
  asaTranslatedSourcePort: ['source.nat.port'],
  asaTranslatedDestinationPort: ['destination.nat.port'],
  asaFirewallEvent: ['netflow.firewallEvent'],
  asaUsername: ['user.name'],
  panUserId: ['user.name'],
  netscalerAaaUsername: ['user.name'],
  panAppId: ['network.application'],
  applicationName: ['network.application', 'netflow.applicationName'],
  samplingInterval: ['netflow.sampling_rate', 'netflow.samplingInterval'],
  flowStartSysUpTime: ['event.start', 'netflow.flowStartSysUpTime'],
  flowEndSysUpTime: ['event.end', 'netflow.flowEndSysUpTime'],
  flowDurationMilliseconds: ['event.duration', 'netflow.flowDurationMilliseconds'],
}
for (const unit of ['Seconds', 'Milliseconds', 'Microseconds', 'Nanoseconds']) {
  ecsFields[`flowStart${unit}`] = ['event.start']
  ecsFields[`flowEnd${unit}`] = ['event.end']
  ecsFields[`observationTime${unit}`] = ['event.end']
}

/** Facts without an element: the header's, and all of v5, which has no templates. */
const headerFields: Record<string, string> = {
  version: 'netflow.version',
  flow_seq_num: 'netflow.flow_sequence',
  first_switched: 'event.start',
  last_switched: 'event.end',
  in_bytes: 'source.bytes',
  in_pkts: 'source.packets',
  ipv4_src_addr: 'source.ip',
  ipv4_dst_addr: 'destination.ip',
  ipv4_next_hop: 'netflow.ipNextHopIPv4Address',
  l4_src_port: 'source.port',
  l4_dst_port: 'destination.port',
  input_snmp: 'observer.ingress.interface.id',
  output_snmp: 'observer.egress.interface.id',
  protocol: 'network.iana_number',
  src_as: 'netflow.bgpSourceAsNumber',
  dst_as: 'netflow.bgpDestinationAsNumber',
  src_mask: 'netflow.sourceIPv4PrefixLength',
  dst_mask: 'netflow.destinationIPv4PrefixLength',
  src_tos: 'netflow.ipClassOfService',
  tcp_flags: 'netflow.tcp_flags',
  sampling_interval: 'netflow.sampling_rate',
  sampling_algorithm: 'netflow.samplingAlgorithm',
}

/** Where we know better, and why; docs/conformance.md says more. Each must really disagree. */
const disagreements: Record<string, string> = {
  'Netflow 5 valid 01 0 first_switched': 'a counter that wrapped is read as the time nearest the export, not 49.7 days ahead',
  'Netflow 5 valid 01 1 first_switched': 'a counter that wrapped is read as the time nearest the export, not 49.7 days ahead',
  'IPFIX Procera 7 sourceIPv6Address': 'an address of zeros beside a real one of the other family is filler',
  'IPFIX Procera 7 destinationIPv6Address': 'an address of zeros beside a real one of the other family is filler',
  'Netflow 9 nprobe DPI L7 0 nprobe_proto_name': 'bytes that are no UTF-8 become U+FFFD, not Latin-1; the raw bytes are kept',
}

/** The header's count of records: needed to read the packet, not kept. */
const notKept = new Set(['flow_records'])

/** Zero or empty says "there is none", and so does a record without the field. */
const optional = /^(sampling_(interval|algorithm)|xlate_.*|username|user_id|netscalerAaaUsername)$/

interface Decoded {
  draft: RecordDraft
  /** The datagram it came in. */
  packet: Uint8Array
}

function decode(packets: readonly string[]): Decoded[] {
  const parser = netflow.create({ timezone: 'UTC' })
  const decoded: Decoded[] = []
  for (const name of packets) {
    const packet = new Uint8Array(readFileSync(new URL(`dat/${name}`, folder)))
    const message = { bytes: packet, peer: '192.0.2.1', wire: 'netflow' as const, arrival: Date.UTC(2020, 0, 1) }
    parser.parse(message, (draft) => {
      if (!isUnparsed(draft)) decoded.push({ draft, packet })
    })
  }
  return decoded
}

/** What our record says about the fact, in the fact's own notation. */
function answer(fact: Fact, version: number, { draft, packet }: Decoded): unknown[] {
  const { fields } = draft
  if (fact.ie !== undefined) {
    const { id, pen, scope } = fact.ie
    const { name } = version === 10 ? findElement(id, pen ?? 0) : scope ? findV9Scope(id) : findV9Element(id)
    return [...(ecsFields[name] ?? []), `netflow.${name}`].map((field) => fields[field])
  }
  const domain = fields['netflow.observation_domain'] ?? 0
  switch (fact.field) {
    case '@timestamp':
      return [exportedAt(packet, version)]
    case 'flowset_id':
      return [setOf(draft, packet, version)]
    case 'engine_type':
      return [domain >> 8]
    case 'engine_id':
      return [domain & 255]
  }
  const field = headerFields[fact.field]
  return [field === undefined ? `no field for ${fact.field}` : fields[field]]
}

function exportedAt(packet: Uint8Array, version: number): number {
  const view = new DataView(packet.buffer)
  const read = version === 5 ? readNetflowV5Header : version === 9 ? readNetflowV9Header : readIpfixHeader
  return read(packet, view, '192.0.2.1', 0).exported
}

/** The id of the set that the record's raw bytes lie in. */
function setOf(draft: RecordDraft, packet: Uint8Array, version: number): number | undefined {
  const view = new DataView(packet.buffer)
  for (let at = version === 10 ? 16 : 20; at < packet.length; at += view.getUint16(at + 2)) {
    if (draft.raw.byteOffset >= at && draft.raw.byteOffset < at + view.getUint16(at + 2)) return view.getUint16(at)
  }
  return undefined
}

/** Logstash's notation and ours for one value: dates, MAC addresses, composites, zero for "none". */
function says(value: unknown, expected: unknown): boolean {
  if (value === expected || String(value) === String(expected)) return true
  if (expected === 0 && typeof value === 'string') return /^0+$/.test(value)
  if (typeof expected === 'object' && expected !== null) return value === composite(expected as Record<string, number>)
  if (typeof expected === 'number') return value === `ipv${expected}` || value === expected * 1000 || value === expected * 1e6
  const text = String(expected)
  if (typeof value === 'number') return value === Date.parse(text.replace(/(\.\d{3})\d+Z/, '$1Z'))
  return value === text.replaceAll(':', '-').toUpperCase() || value === text.replaceAll('..', ':') || value === text.replaceAll('-', '')
}

function composite(parts: Record<string, number>): number | undefined {
  if (parts['status'] !== undefined) return parts['status'] * 64 + (parts['reason'] ?? 0)
  return parts['label'] === 0 ? parts['ttl'] : undefined
}

describe.skipIf(!isPresent)('packets of thirty kinds of exporter (logstash-codec-netflow)', () => {
  const cases = isPresent ? (JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as { cases: Case[] }).cases : []

  test.each(cases.map((entry) => [entry.name, entry] as const))('%s', (_name, entry) => {
    const decoded = decode(entry.packets)
    const total = entry.events_total ?? entry.events_independent_decoder
    expect(decoded).toHaveLength(total ?? NaN)
    for (const fact of entry.facts) {
      if (notKept.has(fact.field)) continue
      const record = decoded[fact.event]
      const values = record === undefined ? [] : answer(fact, entry.version, record)
      const expected = fact.correct ?? fact.value
      const isNone = optional.test(fact.field) && [0, '', '0.0.0.0'].includes(expected as number)
      const agrees = values.some((value) => says(value, expected)) || (isNone && values.every((value) => value === undefined))
      const key = `${entry.name} ${fact.event} ${fact.field}`
      expect(agrees, `${key}: ${JSON.stringify(values)} for ${JSON.stringify(expected)}`).toBe(disagreements[key] === undefined)
    }
  })

  test('all 1,229 facts were looked at', () => {
    expect(cases.reduce((sum, { facts }) => sum + facts.length, 0)).toBe(1229)
  })
})
