import { createProblem, isZeroFilled, type EmitDraft, type FlowPacket } from './flow-packet.ts'
import type { TemplateDefinition } from './template-definition.ts'

/**
 * Walks the sets of a packet (`flow sets` in v9): id, length including these four bytes, body. A length that cannot be ends
 * the walk, since nothing tells where the next set begins; one that runs over the packet is cut to it, and both are told.
 */
export function forEachSet(
  packet: FlowPacket,
  start: number,
  end: number,
  emit: EmitDraft,
  visit: (id: number, start: number, end: number) => void,
): void {
  const { view, bytes } = packet
  let at = start
  while (at + 4 <= end) {
    const length = view.getUint16(at + 2)
    if (length < 4) {
      // Some exporters fill their packets up with zeros.
      const rest = bytes.subarray(at, end)
      if (!isZeroFilled(rest)) emit(createProblem(packet, 'bad_length', `a set of ${length} bytes`, rest))
      return
    }
    const next = Math.min(at + length, end)
    if (at + length > end) {
      const message = `the set says ${length} bytes, the packet has ${end - at} left`
      emit(createProblem(packet, 'truncated', message, bytes.subarray(at, end)))
    }
    visit(view.getUint16(at), at + 4, next)
    at = next
  }
  const rest = bytes.subarray(at, end)
  if (!isZeroFilled(rest)) emit(createProblem(packet, 'bad_length', `${rest.length} bytes are left after the last set`, rest))
}

export type TemplateReading =
  { kind: 'templates'; definitions: TemplateDefinition[] } | { kind: 'bad'; definitions: TemplateDefinition[]; message: string }
