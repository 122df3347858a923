import type { Fields } from '../model/fields.ts'
import { formatIpv4, readIpv6 } from '../model/ip-address.ts'
import type { FlowScratch } from './flow-scratch.ts'
import { readUnsigned } from './flow-values.ts'

/**
 * Moves one field of a flow into the record. The common ones, here, name their property literally, a function each: with the
 * name in a variable V8 takes 25 ns a store instead of 3 (measured), and a flow has twenty.
 */
export type Step = (fields: Fields, view: DataView, at: number, length: number, scratch: FlowScratch) => void

/** An address of zeros is filler of exporters that send both families: it yields to any other. */
export const sourceIpv4: Step = (fields, view, at, length, scratch) => {
  if (length !== 4) return
  const address = view.getInt32(at)
  if (address === 0 && fields['source.ip'] !== undefined) return
  fields['source.ip'] = formatIpv4(address)
  scratch.ipVersion = 4
}

export const destinationIpv4: Step = (fields, view, at, length) => {
  if (length !== 4) return
  const address = view.getInt32(at)
  if (address !== 0 || fields['destination.ip'] === undefined) fields['destination.ip'] = formatIpv4(address)
}

export const sourceIpv6: Step = (fields, view, at, length, scratch) => {
  if (length !== 16) return
  const address = readIpv6(view, at)
  if (address === '::' && fields['source.ip'] !== undefined) return
  fields['source.ip'] = address
  scratch.ipVersion = 6
}

export const destinationIpv6: Step = (fields, view, at, length) => {
  if (length !== 16) return
  const address = readIpv6(view, at)
  if (address !== '::' || fields['destination.ip'] === undefined) fields['destination.ip'] = address
}

export const nextHop: Step = (fields, view, at, length) => {
  if (length === 4) fields['netflow.ipNextHopIPv4Address'] = formatIpv4(view.getInt32(at))
}

export const ingressInterface: Step = (fields, view, at, length) => {
  fields['observer.ingress.interface.id'] = String(readUnsigned(view, at, length))
}

export const egressInterface: Step = (fields, view, at, length) => {
  fields['observer.egress.interface.id'] = String(readUnsigned(view, at, length))
}

export const sourcePort: Step = (fields, view, at, length) => void (fields['source.port'] = readUnsigned(view, at, length))
export const destinationPort: Step = (fields, view, at, length) => void (fields['destination.port'] = readUnsigned(view, at, length))
export const sourceBytes: Step = (fields, view, at, length) => void (fields['source.bytes'] = readUnsigned(view, at, length))
export const sourcePackets: Step = (fields, view, at, length) => void (fields['source.packets'] = readUnsigned(view, at, length))
export const tcpFlags: Step = (fields, view, at, length) => void (fields['netflow.tcp_flags'] = readUnsigned(view, at, length))
export const classOfService: Step = (fields, view, at, length) => void (fields['netflow.ipClassOfService'] = readUnsigned(view, at, length))
export const direction: Step = (fields, view, at, length) => void (fields['netflow.flowDirection'] = readUnsigned(view, at, length))
export const sourceAs: Step = (fields, view, at, length) => void (fields['netflow.bgpSourceAsNumber'] = readUnsigned(view, at, length))
export const destinationAs: Step = (fields, view, at, length) =>
  void (fields['netflow.bgpDestinationAsNumber'] = readUnsigned(view, at, length))
export const sourcePrefix: Step = (fields, view, at, length) =>
  void (fields['netflow.sourceIPv4PrefixLength'] = readUnsigned(view, at, length))
export const destinationPrefix: Step = (fields, view, at, length) =>
  void (fields['netflow.destinationIPv4PrefixLength'] = readUnsigned(view, at, length))
export const protocol: Step = (_fields, view, at, length, scratch) => void (scratch.protocol = readUnsigned(view, at, length))
export const ipVersion: Step = (_fields, view, at, length, scratch) => void (scratch.ipVersion ||= readUnsigned(view, at, length))
