import { canonicalAddress } from '../model/ip-address.ts'
import type { Message } from '../model/message.ts'
import { FlowDecoder } from './flow-decoder.ts'
import { createProblem, type EmitDraft } from './flow-packet.ts'
import { decodeIpfix } from './ipfix.ts'
import { decodeNetflowV5 } from './netflow-v5.ts'
import { decodeNetflowV9 } from './netflow-v9.ts'
import type { WireFormat, WireParser } from './parser.ts'

/** Flow export over UDP: NetFlow v5, v9 and IPFIX (v10), told apart by the version that each begins with. */
export const netflow: WireFormat = { name: 'netflow', create: () => new FlowParser() }

class FlowParser implements WireParser {
  private readonly decoder = new FlowDecoder()

  parse(message: Message, emit: EmitDraft): void {
    const { arrival } = message
    const peer = canonicalAddress(message.peer)
    // A copy, since records keep views of it and the message's bytes are only lent.
    const bytes = new Uint8Array(message.bytes)
    const view = new DataView(bytes.buffer)
    this.decoder.expire(arrival, emit)
    const version = bytes.length < 2 ? 0 : view.getUint16(0)
    if (version === 5) return decodeNetflowV5(bytes, view, peer, arrival, emit)
    if (version === 9) return decodeNetflowV9(this.decoder, bytes, view, peer, arrival, emit)
    if (version === 10) return decodeIpfix(this.decoder, bytes, view, peer, arrival, emit)
    const origin = { exporter: { peer, version: 0, domain: 0 }, exported: arrival }
    if (bytes.length < 2) return emit(createProblem(origin, bytes.length === 0 ? 'empty' : 'truncated', `${bytes.length} bytes`, bytes))
    emit(createProblem(origin, 'unknown_version', `flow export version ${version}; known are 5, 9 and 10 (IPFIX)`, bytes))
  }

  /** Data that no template has come for is given up as unparsed. */
  end(emit: EmitDraft): void {
    this.decoder.drain(emit)
  }

  /** Without the data that waits for templates: after a crash it would be decoded a second time. */
  snapshot(): unknown {
    return this.decoder.exporters.snapshot()
  }

  restore(state: unknown): void {
    this.decoder.exporters.restore(state)
  }
}
