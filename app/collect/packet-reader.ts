import { Fragments } from './fragments.ts'
import { readIpPacket } from './ip-packet.ts'
import { locateIp } from './link-layer.ts'
import type { EmitDatagram } from './pcap.ts'

const udp = 17

/** Captured packet → UDP payload. What is not UDP is passed over; what is damaged is counted. */
export class PacketReader {
  private readonly fragments = new Fragments()
  private readonly unknownLinkTypes = new Map<number, number>()
  private damaged = 0
  private cut = 0

  read(linkType: number, time: number, bytes: Uint8Array, originalLength: number, emit: EmitDatagram): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const located = locateIp(linkType, view)
    if (located.kind === 'unknown_link_type') {
      if (this.unknownLinkTypes.size < 100) this.unknownLinkTypes.set(linkType, (this.unknownLinkTypes.get(linkType) ?? 0) + 1)
      return
    }
    if (located.kind === 'other') return
    const packet = readIpPacket(view, located.offset)
    if (packet === undefined) {
      this.damaged += 1
      return
    }
    if (packet.protocol !== udp) return
    let payload: Uint8Array | undefined = bytes.subarray(packet.start, packet.end)
    if (packet.fragment !== undefined) payload = this.fragments.add(packet, packet.fragment, payload, time)
    if (payload === undefined) return
    if (payload.length < 8) {
      this.damaged += 1
      return
    }
    const header = new DataView(payload.buffer, payload.byteOffset, 8)
    // Zero for a jumbogram (RFC 2675 section 4): then the IP packet says how long it is.
    const length = header.getUint16(4) || payload.length
    if (length < 8) {
      this.damaged += 1
      return
    }
    if (length > payload.length || (packet.missing > 0 && bytes.length < originalLength)) this.cut += 1
    emit({
      payload: payload.subarray(8, length),
      sourceAddress: packet.source,
      sourcePort: header.getUint16(0),
      destinationAddress: packet.destination,
      destinationPort: header.getUint16(2),
      time,
    })
  }

  /** In sentences, for the person who gave the file. */
  problems(): string[] {
    const problems = [...this.unknownLinkTypes].map(([type, count]) => `${packets(count)} of link type ${type} cannot be read`)
    if (this.damaged > 0) problems.push(`${packets(this.damaged)} with a damaged IP or UDP header`)
    if (this.cut > 0) problems.push(`${packets(this.cut)} recorded in part only (the capture's snap length); what is there was read`)
    const { incomplete } = this.fragments
    if (incomplete > 0) problems.push(`${incomplete} fragmented ${incomplete === 1 ? 'datagram' : 'datagrams'} with a part missing`)
    return problems
  }
}

function packets(count: number): string {
  return `${count} ${count === 1 ? 'packet' : 'packets'}`
}
