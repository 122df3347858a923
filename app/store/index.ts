export { encodeBlock, decodeBlock } from './block-codec.ts'
