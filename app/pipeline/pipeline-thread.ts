import { createHash } from 'node:crypto'
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads'
import { createTextMasker } from '../decide/masking/mask-text.ts'
import { detectors } from '../detect/index.ts'
import { openMmdb } from '../engine/enrich-data.ts'
import { createEnrichers } from '../enrich/index.ts'
import type { Chunk, Wire } from '../model/message.ts'
import { wireFormats } from '../normalize/index.ts'
import type { WireParser } from '../normalize/parser.ts'
import { encodeBlock, openTelemetryReader } from '../store/index.ts'
import { giveWay, niceness } from './give-way.ts'
import { Detection } from './detection.ts'
import { MessageMasking } from './message-masking.ts'
import type {
  FromPipeline,
  IntakeToPipeline,
  PipelineBatch,
  PipelineSettings,
  PipelineToIntake,
  PipelineToWriter,
  ToPipeline,
  WriterToPipeline,
} from './messages.ts'
import { blockSize, Pipeline } from './pipeline.ts'
import type { PipelineThreadData } from './thread-data.ts'
import { typedPort } from './ports.ts'
import { RecordFactory } from './record-factory.ts'
import { recover } from './recovery.ts'

/** Batches on their way to disk before this thread waits: half a million records. */
const maxUnwritten = 128
/** A block leaves at this age even when it is small: the larger part of an event's latency. Milliseconds. */
const blockAge = 40
const liveInterval = 250

if (parentPort === null) throw new Error('the pipeline thread runs as a worker')
giveWay(niceness.corridor)
const data = workerData as PipelineThreadData & { intake: MessagePort; writer: MessagePort }
const engine = typedPort<FromPipeline, ToPipeline>(parentPort)
const intake = typedPort<PipelineToIntake, IntakeToPipeline>(data.intake)
const writer = typedPort<PipelineToWriter, WriterToPipeline>(data.writer)

let settings: PipelineSettings = data.settings
let unwritten = 0
let flushTimer: NodeJS.Timeout | undefined
let observedAt = -Infinity
const chunks: Chunk[] = []
let chunksTaken = 0

const masking = new MessageMasking(settings.masking, {
  createReader: createTextMasker,
  hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
})
const factory = new RecordFactory(createParser, data.last_seq, (message) => masking.apply(message))
const detection = new Detection(detectors, settings.parameters, settings.streams, data.snapshot?.seq ?? data.last_seq)
detection.adopt(settings.learned ?? {})
const { replayed, lastTick } = recover({ data, detection, factory, openReader: openTelemetryReader, send: sendBatch })
const pipeline = new Pipeline({
  factory,
  detection,
  enrichers: createEnrichers(data.enrich, openMmdb),
  encode: encodeBlock,
  isLive: (source) => source !== 'import',
  send: sendBatch,
  lastTick,
})
intake.onMessage(({ chunk }) => {
  chunks.push(chunk)
  work()
})
writer.onMessage(({ batches }) => {
  unwritten -= batches
  work()
})
engine.onMessage(handle)
setInterval(reportCounters, 500).unref()
setInterval(() => pipeline.sendLive(), liveInterval).unref()
engine.post({ kind: 'ready', replayed })

function createParser(wire: Wire, source: string): WireParser {
  const format = wireFormats.find(({ name }) => name === wire)
  if (format === undefined) throw new Error(`no parser for ${wire}`)
  return format.create({ timezone: settings.timezones[source] ?? 'local', source })
}

function reportCounters(): void {
  engine.post({
    kind: 'counters',
    counters: { ...pipeline.counters(chunks.length), masking: masking.counters(), streams: detection.streamCounters() },
  })
}

function sendBatch(batch: PipelineBatch): void {
  unwritten += 1
  const block = batch.block
  writer.post({ kind: 'batch', batch }, block ? [block.body, block.terms.buffer as ArrayBuffer] : [])
}

function work(): void {
  while (chunks.length > 0 && unwritten < maxUnwritten) {
    const chunk = chunks.shift()
    if (chunk === undefined) break
    pipeline.take(chunk)
    chunksTaken += 1
    intake.post({ kind: 'taken', bytes: chunk.length })
  }
  // What a detector has seen does not wait for the block to grow, since somebody may be looking; but an attack of
  // many sources must not make a transaction of every chunk.
  if (detection.pending > 0 && performance.now() - observedAt >= blockAge) {
    observedAt = performance.now()
    pipeline.flush()
  }
  if (pipeline.pendingCount > 0 && pipeline.pendingCount < blockSize) flushTimer ??= setTimeout(flushSoon, blockAge)
}

function flushSoon(): void {
  flushTimer = undefined
  pipeline.flush()
}

function handle(message: ToPipeline): void {
  switch (message.kind) {
    case 'tick':
      return pipeline.tick(message.time)
    case 'configure':
      configure(message.settings)
      reportCounters()
      engine.post({ kind: 'answered', request: message.request })
      return
    case 'live':
      return pipeline.showLive(message.enabled)
    case 'snapshot':
      return pipeline.flush({ snapshot: true })
    case 'flush':
      return flush(message.request, message.drain)
    case 'hold_stream':
      detection.holdStream(message.stream)
      pipeline.flush({ request: message.request })
      return
    case 'adopt_stream':
      detection.adoptStream(message.stream, message.history)
      pipeline.flush({ request: message.request, snapshot: true })
      reportCounters()
      return
  }
}

function flush(request: number, drain: boolean): void {
  receiveChunks()
  whenTaken(chunksTaken + chunks.length, () => {
    pipeline.flush({ request, drain })
    reportCounters()
  })
}

/**
 * What intake has handed over before the request is processed before the answer: its chunks may still lie in
 * their port, since the order of messages holds within a port only.
 */
function receiveChunks(): void {
  for (let next = receiveMessageOnPort(data.intake); next !== undefined; next = receiveMessageOnPort(data.intake)) {
    chunks.push((next.message as IntakeToPipeline).chunk)
  }
}

/** Under a flood more chunks keep coming: those that were there are waited for, and no others. */
function whenTaken(count: number, then: () => void): void {
  work()
  if (chunksTaken >= count) then()
  else setTimeout(() => whenTaken(count, then), 5)
}

function configure(next: PipelineSettings): void {
  const previous = settings
  settings = next
  detection.configure(next.parameters)
  detection.adopt(next.learned ?? {})
  detection.setStreams(next.streams ?? [], factory.lastSeq)
  masking.configure(next.masking)
  if (next.enrich !== undefined) pipeline.enrichWith(createEnrichers(next.enrich, openMmdb))
  for (const source of new Set([...Object.keys(previous.timezones), ...Object.keys(next.timezones)])) {
    if (previous.timezones[source] !== next.timezones[source]) factory.forget(source)
  }
}
