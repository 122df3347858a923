/**
 * A block's body, version 1. Little endian.
 *
 *   head      u32 magic · u32 count · u32 length of everything before the raw part
 *             f64 first seq · last seq · smallest time · largest time · last arrival
 *   numbers   seq · time · arrival · shape (`number-codec.ts`, `count` each)
 *   source    a values column of `count`
 *   fields    u32 how many, then of each: name · u8 kind · u32 values · u32 bytes that follow · the values
 *   shapes    u32 how many, then of each: u8 binary · u32 fields · u32 index of each field
 *   lengths   bytes of raw, `count` numbers
 *   raw part  of text records: their bytes one after the other; then of binary ones, for each length in the
 *             order it first occurs: first bytes of all, second bytes of all, …
 *
 * kinds: 1 codes into a dictionary; 2 numbers; 3 as 1, where code 0 says "this many bytes at the end of raw"
 * and the lengths follow the codes; 4 numbers that stand for text of digits.
 * The raw part is a part of its own because a search by field never needs it.
 */
export const magic = 0x314b4256
export const headLength = 52

export const mostRecords = 65_535

/** What a block says of itself, without its columns being touched. */
export interface BlockHead {
  count: number
  /** Where the raw part begins. */
  rawAt: number
  first_seq: number
  last_seq: number
  min_time: number
  max_time: number
  arrival: number
}

export interface CorruptBlock {
  kind: 'corrupt'
  message: string
}

/** Reads the head; the body need not be whole. */
export function readHead(body: Uint8Array): BlockHead | CorruptBlock {
  if (body.length < headLength) return { kind: 'corrupt', message: `a block of ${body.length} bytes is too short` }
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  if (view.getUint32(0, true) !== magic) return { kind: 'corrupt', message: 'not a block of a version that this program knows' }
  const count = view.getUint32(4, true)
  const rawAt = view.getUint32(8, true)
  if (count > mostRecords) return { kind: 'corrupt', message: `a block cannot hold ${count} records` }
  if (rawAt < headLength) return { kind: 'corrupt', message: 'the raw part begins inside the head' }
  return {
    count,
    rawAt,
    first_seq: view.getFloat64(12, true),
    last_seq: view.getFloat64(20, true),
    min_time: view.getFloat64(28, true),
    max_time: view.getFloat64(36, true),
    arrival: view.getFloat64(44, true),
  }
}
