import type { SampleFlow } from './flow.ts'

/** type, length (RFC 3954 section 8): addresses, ports, protocol, flags, bytes, packets, first and last switched. */
const template = [8, 4, 12, 4, 7, 2, 11, 2, 4, 1, 6, 1, 1, 4, 2, 4, 22, 4, 21, 4]
const templateId = 256
const recordBytes = 30
const flowsAPacket = 24
/** Sent again this often, as exporters do, for collectors that come late. */
const templateEvery = 20

/** Writes NetFlow v9 packets (RFC 3954) for flows that have ended, in the order of their end. */
export class NetflowExporter {
  private sequence = 0
  private readonly booted: number

  /** `booted`: when the exporter's uptime began; milliseconds. */
  constructor(booted: number) {
    this.booted = booted
  }

  export(flows: readonly SampleFlow[], now: number): Uint8Array[] {
    const packets: Uint8Array[] = []
    for (let at = 0; at < flows.length; at += flowsAPacket) packets.push(this.writePacket(flows.slice(at, at + flowsAPacket), now))
    return packets
  }

  private writePacket(flows: readonly SampleFlow[], now: number): Uint8Array {
    const withTemplate = this.sequence % templateEvery === 0
    const templateBytes = withTemplate ? 8 + template.length * 2 : 0
    const padding = (4 - ((flows.length * recordBytes) % 4)) % 4
    const dataBytes = 4 + flows.length * recordBytes + padding
    const packet = Buffer.alloc(20 + templateBytes + dataBytes)
    packet.writeUInt16BE(9, 0)
    packet.writeUInt16BE(flows.length + (withTemplate ? 1 : 0), 2)
    packet.writeUInt32BE(now - this.booted, 4)
    packet.writeUInt32BE(Math.floor(now / 1000), 8)
    packet.writeUInt32BE(this.sequence, 12)
    packet.writeUInt32BE(1, 16)
    if (withTemplate) writeTemplate(packet, 20, templateBytes)
    const data = 20 + templateBytes
    packet.writeUInt16BE(templateId, data)
    packet.writeUInt16BE(dataBytes, data + 2)
    for (const [index, flow] of flows.entries()) this.writeFlow(packet, data + 4 + index * recordBytes, flow, now)
    this.sequence += 1
    return packet
  }

  private writeFlow(packet: Buffer, at: number, flow: SampleFlow, now: number): void {
    packet.set(octets(flow.source), at)
    packet.set(octets(flow.destination), at + 4)
    packet.writeUInt16BE(flow.sourcePort, at + 8)
    packet.writeUInt16BE(flow.destinationPort, at + 10)
    packet.writeUInt8(flow.protocol, at + 12)
    packet.writeUInt8(flow.flags, at + 13)
    packet.writeUInt32BE(Math.min(0xffffffff, flow.bytes), at + 14)
    packet.writeUInt32BE(flow.packets, at + 18)
    // The header has whole seconds only; uptimes are measured from the same second, or every time would be off by a part of it.
    const base = this.booted + (now % 1000)
    packet.writeUInt32BE(Math.max(0, Math.floor(flow.start - base)), at + 22)
    packet.writeUInt32BE(Math.max(0, Math.floor(flow.end - base)), at + 26)
  }
}

function writeTemplate(packet: Buffer, at: number, length: number): void {
  packet.writeUInt16BE(0, at)
  packet.writeUInt16BE(length, at + 2)
  packet.writeUInt16BE(templateId, at + 4)
  packet.writeUInt16BE(template.length / 2, at + 6)
  for (const [index, value] of template.entries()) packet.writeUInt16BE(value, at + 8 + index * 2)
}

function octets(ip: string): number[] {
  return ip.split('.').map(Number)
}
