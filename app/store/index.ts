export { encodeBlock, decodeBlock } from './block-codec.ts'
export { openTelemetryWriter, type OpenedWriter } from './telemetry-writer.ts'
