import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline, Transform, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { wires, type Wire } from '../model/message.ts'
import type { Sink } from './collector.ts'
import type { FileReader } from './file-reader.ts'
import { readLines } from './line-splitter.ts'
import { PcapReader } from './pcap.ts'
import { beginsWithEvent, beginsWithRequest } from './json-lines.ts'
import { readMeasurements } from './measurement-file.ts'

export interface ImportOptions {
  format: 'auto' | 'syslog' | 'requests' | 'events' | 'pcap' | 'measurements'
  /** UDP destination ports whose payloads are syslog or flows, when the file is a capture. */
  ports: Record<Exclude<Wire, 'request' | 'measurement' | 'event'>, readonly number[]>
  sinkFor: (wire: Wire) => Sink
  /** Share of the file read so far, 0 to 1. */
  onProgress: (fraction: number) => void
  isCancelled: () => boolean
}

/** What can be said of a file before any of it is read. */
export type InspectedFile = { kind: 'readable'; size: number; modified: number; isGzip: boolean } | { kind: 'failed'; message: string }

export type FileImport = { kind: 'done'; problems: string[] } | { kind: 'cancelled' } | { kind: 'failed'; message: string }

/** Runs a log file or a capture, plain or gzipped, into the same sinks that sockets write to. */
export async function importFile(file: string, options: ImportOptions): Promise<FileImport> {
  const inspected = await inspectFile(file)
  if (inspected.kind === 'failed') return inspected
  const { size, modified, isGzip } = inspected
  let read = 0
  const counting = new Transform({
    transform(bytes: Buffer, _encoding, done) {
      read += bytes.length
      options.onProgress(size === 0 ? 1 : Math.min(1, read / size))
      done(null, bytes)
    },
  })
  const bytes = createReadStream(file, { highWaterMark: 1 << 18 })
  // Unlike `pipe`, hands on an error of the disk, and closes the file when the reading ends early.
  const stream = isGzip ? pipeline(bytes, counting, createGunzip(), ignoreEnd) : pipeline(bytes, counting, ignoreEnd)
  return readStream(stream, file, modified, options)
}

/** Whether the file can be opened at all; asked of all files before the first is read. */
export async function inspectFile(file: string): Promise<InspectedFile> {
  try {
    const status = await stat(file)
    if (status.isDirectory()) return { kind: 'failed', message: `${file} is a folder` }
    return { kind: 'readable', size: status.size, modified: status.mtimeMs, isGzip: isGzip(await readMagic(file)) }
  } catch (error) {
    return { kind: 'failed', message: describeFileError(file, error) }
  }
}

/** How it ended is told to whoever reads the last stream. */
function ignoreEnd(): void {}

async function readStream(stream: Readable, file: string, modified: number, options: ImportOptions): Promise<FileImport> {
  const state: { reader: FileReader | undefined } = { reader: undefined }
  const problems: string[] = []
  try {
    for await (const bytes of stream as AsyncIterable<Buffer>) {
      if (options.isCancelled()) {
        stream.destroy()
        return { kind: 'cancelled' }
      }
      if (options.format === 'pcap' && state.reader === undefined && !isCapture(bytes))
        return { kind: 'failed', message: `${file} is neither a pcap nor a pcapng capture` }
      state.reader ??= chooseReader(bytes, file, modified, options)
      const refusal = state.reader.push(bytes)
      if (refusal !== undefined) return { kind: 'failed', message: `${file}: ${refusal}` }
      const full = wires.map(options.sinkFor).find((sink) => sink.full)
      if (full) await new Promise<void>((resolve) => full.onDrain(resolve))
    }
  } catch (error) {
    // A compressed log that was cut off while it was copied: what came out of it before that is read, and it is said.
    if (!isCompressionError(error)) return { kind: 'failed', message: describeFileError(file, error) }
    problems.push(`the file is cut off or damaged (${(error as Error).message}); what came before that was read`)
  }
  return { kind: 'done', problems: [...problems, ...(state.reader?.end() ?? [])] }
}

function isCompressionError(error: unknown): boolean {
  return ((error as NodeJS.ErrnoException).code ?? '').startsWith('Z_')
}

/** By the first bytes, where it was not said what the file is. */
function chooseReader(bytes: Uint8Array, file: string, modified: number, options: ImportOptions): FileReader {
  const { format } = options
  const guess = format === 'auto'
  if (format === 'measurements') return readMeasurements(bytes, file, options.sinkFor('measurement'))
  if (format === 'pcap' || (guess && isCapture(bytes))) return readCapture(options)
  return readLog(file, modified, options.sinkFor(wireOf(format, bytes)))
}

function wireOf(format: ImportOptions['format'], bytes: Uint8Array): Wire {
  if (format === 'requests' || (format === 'auto' && beginsWithRequest(bytes))) return 'request'
  return format === 'events' || (format === 'auto' && beginsWithEvent(bytes)) ? 'event' : 'syslog'
}

/** Lines of a log. The file's modification time stands for their arrival: years are inferred from it. */
function readLog(file: string, modified: number, sink: Sink): FileReader {
  const arrival = plausibleArrival(modified, Date.now())
  const peer = basename(file)
  return readLines((line) => sink.push(line, peer, arrival))
}

function readCapture(options: ImportOptions): FileReader {
  const reader = new PcapReader()
  const wires = new Map<number, Wire>()
  for (const port of options.ports.syslog) wires.set(port, 'syslog')
  for (const port of options.ports.netflow) wires.set(port, 'netflow')
  const emit = (datagram: { payload: Uint8Array; sourceAddress: string; destinationPort: number; time: number }) => {
    const wire = wires.get(datagram.destinationPort)
    if (wire) options.sinkFor(wire).push(datagram.payload, datagram.sourceAddress, datagram.time)
  }
  return {
    push(bytes) {
      reader.push(bytes, emit)
      return undefined
    },
    end: () => reader.end(),
  }
}

/** A copied file may carry no time worth the name (1970, tomorrow): then now is the better reference. */
export function plausibleArrival(modified: number, now: number): number {
  const earliest = Date.UTC(2000, 0, 1)
  return modified < earliest || modified > now ? now : Math.floor(modified)
}

function isGzip(magic: Uint8Array): boolean {
  return magic[0] === 0x1f && magic[1] === 0x8b
}

/** libpcap's four magic numbers and pcapng's section header block. */
function isCapture(bytes: Uint8Array): boolean {
  if (bytes.length < 4) return false
  const magic = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  return [0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1, 0x0a0d0d0a].includes(magic)
}

async function readMagic(file: string): Promise<Uint8Array> {
  const handle = await open(file)
  try {
    const bytes = new Uint8Array(4)
    await handle.read(bytes, 0, 4, 0)
    return bytes
  } finally {
    await handle.close()
  }
}

function describeFileError(file: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return `${file}: there is no such file`
  if (code === 'EACCES') return `${file}: not allowed to read it`
  return `${file}: ${error instanceof Error ? error.message : String(error)}`
}
