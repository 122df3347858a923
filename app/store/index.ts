export { encodeBlock, decodeBlock } from './block-codec.ts'
export { openTelemetryWriter, type OpenedWriter } from './telemetry-writer.ts'
export { openTelemetryReader } from './telemetry-reader.ts'
export { openConsoleStore, type OpenedConsole } from './console-store.ts'
