import type { FieldValue } from '../model/fields.ts'
import { foldedWordByte } from './block-terms.ts'

const encoder = new TextEncoder()
/** Messages are encoded so many at a time: one call for each would cost more than the comparison. */
const atOnce = 64
let scratch = new Uint8Array(1 << 16)

/**
 * Of each message, the number of bytes that it is the end of its raw; 0 where it is not.
 * Compared as bytes: reading a string character by character costs five times as much.
 */
export function suffixLengths(messages: readonly FieldValue[], raws: readonly Uint8Array[]): Float64Array<ArrayBuffer> {
  const lengths = new Float64Array(messages.length)
  let rawView = new DataView(scratch.buffer) as DataView
  for (let from = 0; from < messages.length; from += atOnce) {
    const to = Math.min(messages.length, from + atOnce)
    const texts = messages.slice(from, to)
    const together = texts.join('')
    if (together.length * 3 > scratch.length) scratch = new Uint8Array(together.length * 4)
    const { written } = encoder.encodeInto(together, scratch)
    const ascii = written === together.length
    const view = new DataView(scratch.buffer)
    let at = 0
    for (let i = from; i < to; i += 1) {
      const message = texts[i - from]!
      const raw = raws[i]!
      // Records of a chunk are views of one buffer.
      if (raw.buffer !== rawView.buffer) rawView = new DataView(raw.buffer)
      if (typeof message !== 'string') at += String(message).length
      else if (ascii) {
        if (isSuffix(view, at, message.length, raw, rawView)) lengths[i] = message.length
        at += message.length
      } else if (message.isWellFormed()) {
        const alone = encoder.encode(message)
        if (isSuffix(new DataView(alone.buffer), 0, alone.length, raw, rawView)) lengths[i] = alone.length
      }
    }
  }
  return lengths
}

function isSuffix(view: DataView, at: number, length: number, raw: Uint8Array, rawView: DataView): boolean {
  if (length > raw.length) return false
  // A message that begins inside a word has a first word that is not among the words of raw: then it is kept whole.
  if (length < raw.length && foldedWordByte[raw[raw.length - length - 1]!] !== 0) return false
  const start = raw.byteOffset + raw.length - length
  let i = 0
  for (; i + 4 <= length; i += 4) {
    if (view.getUint32(at + i) !== rawView.getUint32(start + i)) return false
  }
  for (; i < length; i += 1) {
    if (view.getUint8(at + i) !== rawView.getUint8(start + i)) return false
  }
  return true
}
