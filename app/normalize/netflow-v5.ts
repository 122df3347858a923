import { createProblem, isZeroFilled, type EmitDraft, type FlowPacket } from './flow-packet.ts'
import { formatIpv4 } from '../model/ip-address.ts'
import { completeFlow, createFlowFields } from './flow-record.ts'
import { FlowClock } from './flow-time.ts'

const headerLength = 24
const recordLength = 48

const clock = new FlowClock()

/** NetFlow v5 (Cisco NetFlow Collection Engine User Guide, appendix B): one fixed record, no templates. */
export function decodeNetflowV5(bytes: Uint8Array, view: DataView, peer: string, arrival: number, emit: EmitDraft): void {
  if (bytes.length < headerLength) {
    const exporter = { peer, version: 5, domain: 0 }
    return emit(createProblem({ exporter, exported: arrival }, 'truncated', `${bytes.length} bytes are no NetFlow v5 header`, bytes))
  }
  const packet = readNetflowV5Header(bytes, view, peer, arrival)
  const count = view.getUint16(2)
  const present = Math.min(count, Math.floor((bytes.length - headerLength) / recordLength))
  const end = headerLength + present * recordLength
  // The upper two bits are the sampling mode.
  const sampling = view.getUint16(22)
  for (let at = headerLength; at < end; at += recordLength) readFlow(packet, at, sampling, emit)
  const rest = bytes.subarray(end)
  if (present < count) {
    emit(createProblem(packet, 'truncated', `the header says ${count} flows, the datagram has ${present}`, rest))
  } else if (!isZeroFilled(rest)) {
    emit(createProblem(packet, 'bad_length', `${rest.length} bytes follow the last flow`, rest))
  }
}

export function readNetflowV5Header(bytes: Uint8Array, view: DataView, peer: string, arrival: number): FlowPacket {
  const seconds = view.getUint32(8)
  const nanoseconds = view.getUint32(12)
  const fraction = nanoseconds < 1e9 ? nanoseconds / 1e6 : 0
  const exported = seconds === 0 ? arrival : Math.floor(seconds * 1000 + fraction)
  return {
    // Engine type and id: the part of the exporter that numbers this sequence of flows.
    exporter: { peer, version: 5, domain: view.getUint16(20) },
    sequence: view.getUint32(16),
    exported,
    bootTime: exported - view.getUint32(4),
    bytes,
    view,
  }
}

function readFlow(packet: FlowPacket, at: number, sampling: number, emit: EmitDraft): void {
  const { view } = packet
  const fields = createFlowFields()
  fields['observer.ip'] = packet.exporter.peer
  fields['source.ip'] = formatIpv4(view.getInt32(at))
  fields['source.port'] = view.getUint16(at + 32)
  fields['source.packets'] = view.getUint32(at + 16)
  fields['source.bytes'] = view.getUint32(at + 20)
  fields['destination.ip'] = formatIpv4(view.getInt32(at + 4))
  fields['destination.port'] = view.getUint16(at + 34)
  fields['observer.ingress.interface.id'] = String(view.getUint16(at + 12))
  fields['observer.egress.interface.id'] = String(view.getUint16(at + 14))
  fields['netflow.version'] = 5
  fields['netflow.flow_sequence'] = packet.sequence
  fields['netflow.observation_domain'] = packet.exporter.domain
  fields['netflow.tcp_flags'] = view.getUint8(at + 37)
  fields['netflow.ipClassOfService'] = view.getUint8(at + 39)
  fields['netflow.ipNextHopIPv4Address'] = formatIpv4(view.getInt32(at + 8))
  fields['netflow.bgpSourceAsNumber'] = view.getUint16(at + 40)
  fields['netflow.bgpDestinationAsNumber'] = view.getUint16(at + 42)
  fields['netflow.sourceIPv4PrefixLength'] = view.getUint8(at + 44)
  fields['netflow.destinationIPv4PrefixLength'] = view.getUint8(at + 45)
  const interval = sampling & 0x3fff
  if (interval > 0) {
    fields['netflow.sampling_rate'] = interval
    fields['netflow.samplingAlgorithm'] = sampling >>> 14
  }
  completeFlow(fields, view.getUint8(at + 38), 4)
  clock.reset(packet.exported)
  clock.startUptime = view.getUint32(at + 24)
  clock.endUptime = view.getUint32(at + 28)
  const time = clock.resolve(fields, packet.bootTime)
  emit({ time, raw: packet.bytes.subarray(at, at + recordLength), fields })
}
