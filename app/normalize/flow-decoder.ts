import type { Fields } from '../model/fields.ts'
import type { UnparsedReason } from '../model/record.ts'
import { exporterName, type Exporter } from './flow-exporter.ts'
import { Exporters } from './flow-exporters.ts'
import { createProblem, isZeroFilled, type EmitDraft, type FlowPacket } from './flow-packet.ts'
import { completeFlow, createFlowFields } from './flow-record.ts'
import { FlowScratch } from './flow-scratch.ts'
import type { Template } from './flow-template.ts'
import { PendingSets, type PendingSet } from './pending-sets.ts'
import type { TemplateDefinition } from './template-definition.ts'

/** What NetFlow v9 and IPFIX have in common: templates, and data sets read by them. */
export class FlowDecoder {
  readonly exporters = new Exporters()
  readonly pending = new PendingSets()
  private readonly scratch = new FlowScratch()

  /** Returns why the template is no good, if so. What waited for it is decoded. */
  define(packet: FlowPacket, definition: TemplateDefinition, emit: EmitDraft): string | undefined {
    const change = this.exporters.define(packet.exporter, definition)
    if (change.kind === 'bad') return change.message
    if (change.kind === 'new' && this.pending.size > 0) {
      for (const set of this.pending.take(exporterName(packet.exporter), definition.id)) {
        this.decode(set.packet, definition.id, 0, set.packet.bytes.length, set.arrival, emit)
      }
    }
    return undefined
  }

  /** Reads the data set at `start` to `end` of the packet. False for one that holds nothing, or padding alone. */
  decode(packet: FlowPacket, id: number, start: number, end: number, arrival: number, emit: EmitDraft): boolean {
    if (start === end) return false
    const name = exporterName(packet.exporter)
    const exporter = this.exporters.find(name)
    const template = exporter?.templates.get(id)
    if (exporter === undefined || template === undefined) {
      const bytes = packet.bytes.slice(start, end)
      const waiting = { ...packet, bytes, view: new DataView(bytes.buffer) }
      this.pending.add({ exporter: name, template: id, packet: waiting, arrival }, (set) => emit(withoutTemplate(set)))
      return true
    }
    this.scratch.templates = exporter.templates
    const read = template.kind === 'data' ? this.readFlow : this.readOptions
    let at = start
    while (end - at >= template.minimumLength) {
      const next = read.call(this, packet, exporter, template, at, end, emit)
      if (next < 0) break
      at = next
    }
    // Less than a record is padding, if it is zeros (RFC 7011 section 3.3.1).
    const rest = packet.bytes.subarray(at, end)
    if (isZeroFilled(rest)) return at > start
    emit(problem(packet, 'truncated', `${rest.length} bytes are left after the last record of template ${id}`, rest))
    return true
  }

  expire(now: number, emit: EmitDraft): void {
    if (this.pending.size > 0) this.pending.expire(now, (set) => emit(withoutTemplate(set)))
  }

  /** Gives up waiting for templates. */
  drain(emit: EmitDraft): void {
    this.pending.drain((set) => emit(withoutTemplate(set)))
  }

  private readFlow(packet: FlowPacket, exporter: Exporter, template: Template, at: number, end: number, emit: EmitDraft): number {
    const { scratch } = this
    scratch.reset(packet.exported)
    const fields = createFlowFields()
    const next = template.reader.read(fields, packet.view, at, end, scratch)
    if (next < 0) return next
    setOrigin(fields, packet)
    completeFlow(fields, scratch.protocol, scratch.ipVersion)
    nameThings(fields, exporter, scratch)
    const time = scratch.clock.resolve(fields, Number.isNaN(packet.bootTime) ? exporter.bootTime : packet.bootTime)
    emit({ time, raw: packet.bytes.subarray(at, next), fields })
    return next
  }

  private readOptions(packet: FlowPacket, exporter: Exporter, template: Template, at: number, end: number, emit: EmitDraft): number {
    const fields: Fields = {
      'event.kind': 'event',
      'event.dataset': 'netflow.options',
      'event.category': 'network',
      'event.action': 'netflow_options',
    }
    const next = template.reader.read(fields, packet.view, at, end, this.scratch)
    if (next < 0) return next
    setOrigin(fields, packet)
    exporter.learn(fields)
    emit({ time: packet.exported, raw: packet.bytes.subarray(at, next), fields })
    return next
  }
}

function setOrigin(fields: Fields, packet: FlowPacket): void {
  const { exporter } = packet
  fields['observer.ip'] = exporter.peer
  fields['netflow.version'] = exporter.version
  fields['netflow.flow_sequence'] = packet.sequence
  fields['netflow.observation_domain'] = exporter.domain
}

/** What the exporter's options records said about the numbers in this flow. */
function nameThings(fields: Fields, exporter: Exporter, scratch: FlowScratch): void {
  const rate = scratch.samplingInterval > 0 ? scratch.samplingInterval : exporter.samplingRate(scratch.samplerId)
  if (rate !== undefined) fields['netflow.sampling_rate'] = rate
  if (scratch.applicationId !== undefined) {
    const application = exporter.applications.get(scratch.applicationId)
    if (application !== undefined) fields['network.application'] = application
  }
  if (exporter.interfaces.size === 0) return
  const ingress = exporter.interfaces.get(String(fields['observer.ingress.interface.id']))
  if (ingress !== undefined) fields['observer.ingress.interface.name'] = ingress
  const egress = exporter.interfaces.get(String(fields['observer.egress.interface.id']))
  if (egress !== undefined) fields['observer.egress.interface.name'] = egress
}

function withoutTemplate(set: PendingSet): ReturnType<typeof createProblem> {
  return problem(set.packet, 'no_template', `no template ${set.template} came from this exporter`, set.packet.bytes)
}

function problem(packet: FlowPacket, reason: UnparsedReason, message: string, raw: Uint8Array): ReturnType<typeof createProblem> {
  return createProblem(packet, reason, message, raw)
}
