/** Records ⇄ blocks: `encodeBlock` on the pipeline thread, `decodeBlock` wherever records are read. */
export { encodeBlock } from './block-encoder.ts'
export { decodeBlock, DecodedBlock, type Decoded } from './block-decoder.ts'
export type { DecodedColumn } from './column-decoder.ts'
export { readHead, type BlockHead, type CorruptBlock } from './block-format.ts'
