/** Records ⇄ blocks: `encodeBlock` on the pipeline thread, `decodeBlock` wherever records are read. */
export { encodeBlock } from './block-encoder.ts'
export { decodeBlock, DecodedBlock, type Decoded, type DecodedColumn } from './block-decoder.ts'
export { readHead, type BlockHead, type CorruptBlock } from './block-format.ts'
