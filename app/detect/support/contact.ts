import type { Fields, FieldValue } from '../../model/fields.ts'
import { clockDomain, type TelemetryRecord } from '../../model/record.ts'
import { isPrivateAddress, isSharedAddress } from './address.ts'
import { hashText } from './hash.ts'
import { codeService, icmpEcho, type Service } from './service.ts'

/**
 * What became of a first packet. `unknown` where the record cannot tell: UDP and ICMP before an answer was seen, TCP
 * without flags or from a sampling exporter.
 */
export type Outcome = 'success' | 'failure' | 'unknown'

/** Who contacted whom, read from a flow or a firewall line. For a reply the two are already turned round. */
export interface Contact {
  /**
   * `none`: not network traffic, the rest of a connection known by its beginning, multicast, broadcast, and TCP answers, of
   * which the flow in the other direction tells. `reply`: an answer without which the outcome would stay unknown.
   */
  kind: 'none' | 'attempt' | 'reply'
  outcome: Outcome
  /** The clock domain (`clockDomain`). */
  domain: string
  source: string
  destination: string
  service: Service
  direction: 'inbound' | 'outbound' | 'internal' | 'external'
  /** Of source, destination and service: where to look, and 32 bits to tell contacts apart, never 0. */
  hash: number
  fingerprint: number
  /** True for a flow, false for a firewall's line about one packet. */
  isFlow: boolean
}

const contact: Contact = {
  kind: 'none',
  outcome: 'unknown',
  domain: '',
  source: '',
  destination: '',
  service: 0,
  direction: 'internal',
  hash: 0,
  fingerprint: 0,
  isFlow: false,
}
let latest: TelemetryRecord | undefined

/**
 * Reads a record as a contact. The result is one object, used again for the next record: several detectors ask about the
 * same record in a row, and 80,000 flows a second leave no time to allocate.
 */
export function readContact(record: TelemetryRecord): Readonly<Contact> {
  if (record === latest) return contact
  latest = record
  contact.kind = 'none'
  const { fields } = record
  if (fields['event.category'] !== 'network') return contact
  const source = fields['source.ip']
  const destination = fields['destination.ip']
  if (source === undefined || destination === undefined || source === destination) return contact
  contact.source = source
  contact.destination = destination
  contact.isFlow = fields['event.dataset'] === 'netflow'
  const { kind } = contact.isFlow ? readFlow(fields) : readFirewallLine(fields)
  if (kind === 'none') return contact
  contact.domain = clockDomain(record)
  contact.direction = readDirection(fields, source, destination)
  if (kind === 'reply') turnRound()
  else if (isSharedAddress(destination)) contact.kind = 'none'
  else hashContact()
  return contact
}

const fin = 0x01
const syn = 0x02
const reset = 0x04
const acknowledge = 0x10

function readFlow(fields: Fields): Contact {
  if (fields['event.action'] === 'flow_denied') return attempt(fields, 'failure')
  const transport = fields['network.transport']
  if (transport === 'tcp') return readTcpFlow(fields)
  if (transport === 'udp') {
    const answered = fields['destination.packets']
    if (answered !== undefined && answered > 0) return attempt(fields, 'success')
    return isBackward(fields) ? reply(fields) : attempt(fields, 'unknown')
  }
  if (transport === 'icmp') return readEcho(readIcmp(fields['netflow.icmpTypeCodeIPv4'], fields['netflow.icmpTypeIPv4']), 8, 0)
  if (transport === 'ipv6-icmp') return readEcho(readIcmp(fields['netflow.icmpTypeCodeIPv6'], fields['netflow.icmpTypeIPv6']), 128, 129)
  return contact
}

/**
 * Exporters OR the flags of all packets of one direction (RFC 5102 section 5.6.7, tcpControlBits). A client acknowledges only
 * what a server answered: SYN with ACK is a connection, SYN alone, or SYN and RST (a half-open scan), is none. Without SYN
 * it is the rest of a connection, or a refusal; only FIN without ACK begins anything, and that is a scan too (FIN, Xmas).
 */
function readTcpFlow(fields: Fields): Contact {
  const responder = fields['destination.packets']
  if (responder !== undefined) return attempt(fields, responder > 0 ? 'success' : 'failure')
  const flags = fields['netflow.tcp_flags'] ?? 0
  if (flags === 0) return isBackward(fields) ? reply(fields) : attempt(fields, 'unknown')
  const isSampled = (fields['netflow.sampling_rate'] ?? 1) > 1
  if ((flags & syn) !== 0) {
    if ((flags & acknowledge) === 0) return attempt(fields, isSampled ? 'unknown' : 'failure')
    return isBackward(fields) ? contact : attempt(fields, 'success')
  }
  if (isSampled) return (flags & acknowledge) === 0 || isBackward(fields) ? contact : attempt(fields, 'success')
  return (flags & fin) !== 0 && (flags & (acknowledge | reset)) === 0 ? attempt(fields, 'failure') : contact
}

/** Exporters give type and code in one number (elements 32 and 139), or the type on its own (176 and 178). */
function readIcmp(typeAndCode: FieldValue | undefined, type: FieldValue | undefined): number {
  if (typeof typeAndCode === 'number') return typeAndCode
  return typeof type === 'number' ? type << 8 : -1
}

function readEcho(typeAndCode: number, request: number, answer: number): Contact {
  const type = typeAndCode >> 8
  if (type !== request && type !== answer) return contact
  contact.kind = type === request ? 'attempt' : 'reply'
  contact.outcome = 'unknown'
  contact.service = icmpEcho
  return contact
}

/** A kernel's line is about one packet, so TCP flags tell first packets from strays of connections already forgotten. */
function readFirewallLine(fields: Fields): Contact {
  const action = fields['event.action']
  const outcome: Outcome | undefined =
    action === 'denied' ? 'failure' : action === 'allowed' ? 'success' : action === 'logged' ? 'unknown' : undefined
  if (outcome === undefined) return contact
  const transport = fields['network.transport']
  if (transport === 'icmp' || transport === 'ipv6-icmp') {
    const type = fields['iptables.icmp.type']
    if (type !== (transport === 'icmp' ? 8 : 128)) return contact
    readEcho(type << 8, type, -1)
    contact.outcome = outcome
    return contact
  }
  const flags = fields['iptables.tcp.flags']
  if (typeof flags === 'string' && (!flags.includes('SYN') || flags.includes('ACK'))) return contact
  if (flags === undefined && isBackward(fields)) return contact
  return attempt(fields, outcome)
}

function attempt(fields: Fields, outcome: Outcome): Contact {
  contact.kind = 'attempt'
  contact.outcome = outcome
  contact.service = codeService(fields['network.transport'], fields['destination.port'])
  return contact
}

function reply(fields: Fields): Contact {
  contact.kind = 'reply'
  contact.outcome = 'success'
  contact.service = codeService(fields['network.transport'], fields['source.port'])
  return contact
}

/** First port of the range that systems give to clients (Linux; IANA's begins at 49152, RFC 6335 section 6). */
const firstClientPort = 32_768

/** By its ports, from a server back to its client: services have the lower port. */
function isBackward(fields: Fields): boolean {
  const from = fields['source.port'] ?? 0
  const to = fields['destination.port'] ?? 0
  if (from === 0 || from >= to) return false
  return from < 1024 ? to >= 1024 : from < firstClientPort && to >= firstClientPort
}

const reverse = { inbound: 'outbound', outbound: 'inbound', internal: 'internal', external: 'external' } as const

function turnRound(): void {
  const { source, destination } = contact
  contact.source = destination
  contact.destination = source
  contact.direction = reverse[contact.direction]
  hashContact()
}

function hashContact(): void {
  const source = hashText(contact.source)
  const destination = hashText(contact.destination)
  const mixed = Math.imul(source ^ (destination >>> 15), 0x85ebca6b) ^ Math.imul(destination + contact.service, 0xc2b2ae35)
  contact.hash = mixed ^ (mixed >>> 15)
  const other = Math.imul(source, 0x9e3779b1) + Math.imul(destination, 0x27d4eb2f) + Math.imul(contact.service, 0x165667b1)
  contact.fingerprint = (other ^ (other >>> 13)) | 1
}

/** By the enricher, else by private addresses. */
export function readDirection(fields: Fields, source: string, destination: string): Contact['direction'] {
  const named = fields['network.direction']
  if (named === 'inbound' || named === 'outbound' || named === 'internal' || named === 'external') return named
  if (isPrivateAddress(source)) return isPrivateAddress(destination) ? 'internal' : 'outbound'
  return isPrivateAddress(destination) ? 'inbound' : 'external'
}
