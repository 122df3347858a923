import type { FlowDecoder } from './flow-decoder.ts'
import { createProblem, exportTime, isZeroFilled, type EmitDraft, type FlowPacket } from './flow-packet.ts'
import { forEachSet, type TemplateReading } from './flow-sets.ts'
import type { FieldSpecifier, TemplateDefinition } from './template-definition.ts'

const headerLength = 16
const templateSet = 2
const optionsTemplateSet = 3
const enterpriseBit = 0x8000

/** IPFIX (RFC 7011), one message a datagram. */
export function decodeIpfix(decoder: FlowDecoder, bytes: Uint8Array, view: DataView, peer: string, arrival: number, emit: EmitDraft): void {
  if (bytes.length < headerLength) {
    const exporter = { peer, version: 10, domain: 0 }
    return emit(createProblem({ exporter, exported: arrival }, 'truncated', `${bytes.length} bytes are no IPFIX header`, bytes))
  }
  const packet = readIpfixHeader(bytes, view, peer, arrival)
  const end = boundMessage(packet, emit)
  forEachSet(packet, headerLength, end, emit, (id, start, setEnd) => {
    if (id > 255) return decoder.decode(packet, id, start, setEnd, arrival, emit)
    const raw = bytes.subarray(start - 4, setEnd)
    if (id !== templateSet && id !== optionsTemplateSet) return emit(createProblem(packet, 'unsupported', `set ${id} is reserved`, raw))
    const reading = readTemplates(view, start, setEnd, id === optionsTemplateSet)
    const messages = reading.definitions.map((definition) => decoder.define(packet, definition, emit))
    const message = messages.find((text) => text !== undefined) ?? (reading.kind === 'bad' ? reading.message : undefined)
    if (message !== undefined) emit(createProblem(packet, 'bad_template', message, raw))
  })
}

export function readIpfixHeader(bytes: Uint8Array, view: DataView, peer: string, arrival: number): FlowPacket {
  return {
    exporter: { peer, version: 10, domain: view.getUint32(12) },
    sequence: view.getUint32(8),
    exported: exportTime(view.getUint32(4), arrival),
    bootTime: NaN,
    bytes,
    view,
  }
}

/** Where the message ends: by its header, but not beyond the datagram. What does not fit is told. */
function boundMessage(packet: FlowPacket, emit: EmitDraft): number {
  const { bytes, view } = packet
  const length = view.getUint16(2)
  if (length < headerLength || length > bytes.length) {
    const reason = length < headerLength ? 'bad_length' : 'truncated'
    emit(createProblem(packet, reason, `the message says ${length} bytes, the datagram has ${bytes.length}`, bytes))
    return bytes.length
  }
  const rest = bytes.subarray(length)
  if (!isZeroFilled(rest)) emit(createProblem(packet, 'bad_length', `${rest.length} bytes follow the message`, rest))
  return length
}

/** RFC 7011 sections 3.4.1 and 3.4.2. A withdrawal (no fields) has no place in UDP (section 8.4) and is refused like any bad template. */
function readTemplates(view: DataView, start: number, end: number, options: boolean): TemplateReading {
  const definitions: TemplateDefinition[] = []
  const header = options ? 6 : 4
  let at = start
  while (at + header <= end) {
    const id = view.getUint16(at)
    const count = view.getUint16(at + 2)
    if (id === 0 && count === 0) break
    const scopes = options ? view.getUint16(at + 4) : 0
    at += header
    const fields: FieldSpecifier[] = []
    for (let index = 0; index < count; index += 1) {
      const isEnterprise = at + 2 <= end && view.getUint16(at) >= enterpriseBit
      const size = isEnterprise ? 8 : 4
      if (at + size > end) return { kind: 'bad', definitions, message: `template ${id}: its ${count} fields do not fit into the set` }
      fields.push({
        id: view.getUint16(at) & ~enterpriseBit,
        enterprise: isEnterprise ? view.getUint32(at + 4) : 0,
        length: view.getUint16(at + 2),
        scope: index < scopes,
      })
      at += size
    }
    definitions.push({ id, kind: options ? 'options' : 'data', fields })
  }
  return { kind: 'templates', definitions }
}
