import type { RecordDraft } from '../model/record.ts'
import type { FlowDecoder } from './flow-decoder.ts'
import { createProblem, exportTime, type EmitDraft, type FlowPacket } from './flow-packet.ts'
import { forEachSet, type TemplateReading } from './flow-sets.ts'
import type { FieldSpecifier, TemplateDefinition } from './template-definition.ts'

const headerLength = 20
const templateSet = 0
const optionsTemplateSet = 1

/** NetFlow v9 (RFC 3954). */
export function decodeNetflowV9(
  decoder: FlowDecoder,
  bytes: Uint8Array,
  view: DataView,
  peer: string,
  arrival: number,
  emit: EmitDraft,
): void {
  if (bytes.length < headerLength) {
    const exporter = { peer, version: 9, domain: 0 }
    return emit(createProblem({ exporter, exported: arrival }, 'truncated', `${bytes.length} bytes are no NetFlow v9 header`, bytes))
  }
  const packet = readNetflowV9Header(bytes, view, peer, arrival)
  let isEmpty = true
  const tell = (draft: RecordDraft) => {
    isEmpty = false
    emit(draft)
  }
  forEachSet(packet, headerLength, bytes.length, tell, (id, start, end) => {
    if (id > 255) {
      if (decoder.decode(packet, id, start, end, arrival, emit)) isEmpty = false
      return
    }
    const raw = bytes.subarray(start - 4, end)
    if (id !== templateSet && id !== optionsTemplateSet)
      return tell(createProblem(packet, 'unsupported', `flow set ${id} is reserved`, raw))
    const reading = id === templateSet ? readTemplates(view, start, end) : readOptionsTemplates(view, start, end)
    if (reading.definitions.length > 0) isEmpty = false
    const messages = reading.definitions.map((definition) => decoder.define(packet, definition, emit))
    const message = messages.find((text) => text !== undefined) ?? (reading.kind === 'bad' ? reading.message : undefined)
    if (message !== undefined) tell(createProblem(packet, 'bad_template', message, raw))
  })
  // Exporters disagree on what the header's count counts, so that it says nothing more than whether there is anything.
  const count = view.getUint16(2)
  if (isEmpty && count > 0) emit(createProblem(packet, 'truncated', `the header says ${count} records, the packet has none`, bytes))
}

export function readNetflowV9Header(bytes: Uint8Array, view: DataView, peer: string, arrival: number): FlowPacket {
  const exported = exportTime(view.getUint32(8), arrival)
  return {
    exporter: { peer, version: 9, domain: view.getUint32(16) },
    sequence: view.getUint32(12),
    exported,
    bootTime: exported - view.getUint32(4),
    bytes,
    view,
  }
}

/** RFC 3954 section 5.2. */
function readTemplates(view: DataView, start: number, end: number): TemplateReading {
  const definitions: TemplateDefinition[] = []
  let at = start
  while (at + 4 <= end) {
    const id = view.getUint16(at)
    const count = view.getUint16(at + 2)
    if (id === 0 && count === 0) break
    at += 4
    if (at + count * 4 > end) return { kind: 'bad', definitions, message: `template ${id}: its ${count} fields do not fit into the set` }
    definitions.push({ id, kind: 'data', fields: readFields(view, at, count, 0) })
    at += count * 4
  }
  return { kind: 'templates', definitions }
}

/** RFC 3954 section 6.1: lengths in bytes, not counts. */
function readOptionsTemplates(view: DataView, start: number, end: number): TemplateReading {
  const definitions: TemplateDefinition[] = []
  let at = start
  while (at + 6 <= end) {
    const id = view.getUint16(at)
    const scopes = view.getUint16(at + 2)
    const options = view.getUint16(at + 4)
    if (id === 0 && scopes === 0 && options === 0) break
    at += 6
    if (scopes % 4 !== 0 || options % 4 !== 0 || at + scopes + options > end) {
      return { kind: 'bad', definitions, message: `options template ${id}: ${scopes} + ${options} bytes of fields` }
    }
    definitions.push({ id, kind: 'options', fields: readFields(view, at, (scopes + options) / 4, scopes / 4) })
    at += scopes + options
  }
  return { kind: 'templates', definitions }
}

function readFields(view: DataView, at: number, count: number, scopes: number): FieldSpecifier[] {
  return Array.from({ length: count }, (_, index) => ({
    id: view.getUint16(at + index * 4),
    enterprise: 0,
    length: view.getUint16(at + index * 4 + 2),
    scope: index < scopes,
  }))
}
