import type { Fields } from '../model/fields.ts'
import { formatIpv4, readIpv6 } from '../model/ip-address.ts'
import { readMac } from './mac-address.ts'
import { readList } from './flow-lists.ts'
import type { Step } from './flow-steps.ts'
import { readExact, readHex, readInstant, readText, readUnsigned, readValue } from './flow-values.ts'
import type { ElementType, InformationElement } from './information-elements/index.ts'

/** Steps for what only some exporters send: here the property's name may be a variable. */

const number =
  (name: keyof Fields): Step =>
  (fields, view, at, length) =>
    void (fields[name] = readUnsigned(view, at, length))
export const destinationBytes = number('destination.bytes')
export const destinationPackets = number('destination.packets')

/** Ports by transport: those of the transport that the flow does not use are zero. */
const portOfTransport =
  (name: 'source.port' | 'destination.port'): Step =>
  (fields, view, at, length) => {
    const port = readUnsigned(view, at, length)
    if (port !== 0) fields[name] = port
  }
export const sourcePortOfTransport = portOfTransport('source.port')
export const destinationPortOfTransport = portOfTransport('destination.port')

export const vlan: Step = (fields, view, at, length) => void (fields['network.vlan.id'] = String(readUnsigned(view, at, length)))

const mac =
  (name: 'source.mac' | 'destination.mac'): Step =>
  (fields, view, at, length) => {
    if (length === 6) fields[name] = readMac(view, at)
  }
export const sourceMac = mac('source.mac')
export const destinationMac = mac('destination.mac')

/** Zero means "not translated". */
export const translatedAddress =
  (name: 'source.nat.ip' | 'destination.nat.ip'): Step =>
  (fields, view, at, length) => {
    const text = length === 4 ? formatIpv4(view.getInt32(at)) : length === 16 ? readIpv6(view, at) : '::'
    if (text !== '0.0.0.0' && text !== '::') fields[name] = text
  }

export const translatedPort =
  (name: 'source.nat.port' | 'destination.nat.port'): Step =>
  (fields, view, at, length) => {
    const port = readUnsigned(view, at, length)
    if (port !== 0) fields[name] = port
  }

/** IANA's values of firewallEvent (element 233). */
const firewallActions = [undefined, 'flow_created', 'flow_deleted', 'flow_denied', 'flow_alert', 'flow_update']

export const firewallEvent: Step = (fields, view, at, length) => {
  const event = readUnsigned(view, at, length)
  fields['netflow.firewallEvent'] = event
  const action = firewallActions[event]
  if (action !== undefined) fields['event.action'] = action
  if (action === 'flow_denied') fields['event.outcome'] = 'failure'
}

export const userName: Step = (fields, view, at, length) => {
  const name = readText(view, at, length)
  if (name !== '') fields['user.name'] = name
}

export const applicationName: Step = (fields, view, at, length) => {
  const name = readText(view, at, length)
  if (name !== '') fields['network.application'] = name.toLowerCase()
}

export const applicationId: Step = (fields, view, at, length, scratch) => {
  const id = readApplicationId(view, at, length)
  if (id === undefined) return
  scratch.applicationId = id
  fields['netflow.applicationId'] = id
}

/** RFC 6759: a byte for the classification engine, then the selector; engine 20 puts an enterprise number between them. */
function readApplicationId(view: DataView, at: number, length: number): string | undefined {
  if (length < 2 || length > 12) return length === 0 ? undefined : readHex(view, at, length)
  const engine = view.getUint8(at)
  if (engine !== 20 || length < 6) return `${engine}:${readExact(view, at + 1, length - 1) ?? ''}`
  return `${engine}:${view.getUint32(at + 1)}:${readExact(view, at + 5, length - 5) ?? ''}`
}

export const samplerId: Step = (fields, view, at, length, scratch) => {
  scratch.samplerId = readUnsigned(view, at, length)
  fields['netflow.samplerId'] = scratch.samplerId
}
export const samplingInterval: Step = (_fields, view, at, length, scratch) =>
  void (scratch.samplingInterval = readUnsigned(view, at, length))

export const instant =
  (slot: 'start' | 'end' | 'initTime', type: ElementType): Step =>
  (_fields, view, at, length, scratch) =>
    void (scratch.clock[slot] = readInstant(type, view, at, length))
/** Microseconds before the export (RFC 7012: flowStartDeltaMicroseconds). */
export const ago =
  (slot: 'start' | 'end'): Step =>
  (_fields, view, at, length, scratch) =>
    void (scratch.clock[slot] = scratch.clock.exported - readUnsigned(view, at, length) / 1000)
export const startUptime: Step = (_fields, view, at, length, scratch) => void (scratch.clock.startUptime = readUnsigned(view, at, length))
export const endUptime: Step = (_fields, view, at, length, scratch) => void (scratch.clock.endUptime = readUnsigned(view, at, length))
export const milliseconds: Step = (_fields, view, at, length, scratch) => void (scratch.clock.duration = readUnsigned(view, at, length))
export const microseconds: Step = (_fields, view, at, length, scratch) =>
  void (scratch.clock.duration = readUnsigned(view, at, length) / 1000)

/** Everything else: the element's value under its own name. */
export function keep(name: string, element: InformationElement): Step {
  const { type } = element
  if (/^(mplsTopLabelStackSection|mplsLabelStackSection\d+)$/.test(element.name)) return mplsLabel(name)
  if (element.name === 'applicationId') return (fields, view, at, length) => void (fields[name] = readApplicationId(view, at, length))
  if (/List$/.test(type))
    return (fields, view, at, length, scratch) => void (fields[name] = readList(type, view, at, length, scratch.templates))
  return (fields, view, at, length) => void (fields[name] = readValue(type, view, at, length))
}

/** A label stack entry: 20 bits of label before traffic class and bottom of stack (RFC 3032 section 2.1). */
function mplsLabel(name: string): Step {
  return (fields, view, at, length) => {
    if (length >= 3) fields[name] = (view.getUint16(at) << 4) | (view.getUint8(at + 2) >> 4)
  }
}
