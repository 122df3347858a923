import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { isDiskFull, openTelemetryWriter } from '../store/index.ts'
import { giveWay, niceness } from './give-way.ts'
import type { Committed, FromWriter, LiveSample, PipelineBatch, PipelineToWriter, ToWriter, WriterToPipeline } from './messages.ts'
import { typedPort } from './ports.ts'
import type { WriterThreadData } from './thread-data.ts'

/** Blocks a transaction holds at most: 16 × 4096 rows (DESIGN section 7). */
const batchesAtOnce = 16
const maintenanceInterval = 250
/** Under a steady flood maintenance still gets a slice this often, or segments would never close. */
const batchesPerSlice = 64

if (parentPort === null) throw new Error('the writer thread runs as a worker')
giveWay(niceness.corridor)
const data = workerData as WriterThreadData & { pipeline: MessagePort }
const engine = typedPort<FromWriter, ToWriter>(parentPort)
const pipeline = typedPort<WriterToPipeline, PipelineToWriter>(data.pipeline)
const opened = openTelemetryWriter(data.telemetry, data.limits, data.known_seq)
if (opened.kind === 'failed') {
  engine.post({ kind: 'failed', message: opened.failure.message })
  process.exit()
}
const { writer, problems } = opened
const queue: PipelineBatch[] = []
let scheduled = false
let sinceSlice = 0

pipeline.onMessage(({ batch }) => {
  queue.push(batch)
  schedule()
})
engine.onMessage((message) => orFail(() => handle(message)))
setInterval(() => {
  if (queue.length === 0) orFail(maintain)
}, maintenanceInterval).unref()
setInterval(() => orFail(report), 1000).unref()
engine.post({ kind: 'ready', last_seq: writer.lastSeq(), problems })

/** Waits for the messages already here, so that a flood is written in few transactions. */
function schedule(): void {
  if (scheduled) return
  scheduled = true
  setImmediate(() => orFail(write))
}

/** Nothing of what failed is committed, shown or acknowledged: a disk that is full must stop the engine, not lose records. */
function orFail(work: () => void): void {
  try {
    work()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    engine.post({ kind: 'failed', message: isDiskFull(data.telemetry, error) ? `${data.telemetry}: the disk is full.` : message })
    // Not thrown on: an error overtakes the messages before it, and all that is heard of it is its stack.
    process.exit(1)
  }
}

function write(): void {
  scheduled = false
  const batches = queue.splice(0, batchesAtOnce)
  if (batches.length === 0) return
  writer.append(batches.filter((batch) => batch.block !== undefined || batch.tick !== undefined))
  engine.post({ kind: 'committed', committed: summarize(batches) })
  pipeline.post({ kind: 'written', batches: batches.length })
  sinceSlice += batches.length
  if (sinceSlice >= batchesPerSlice) maintain()
  if (queue.length > 0) schedule()
}

function summarize(batches: readonly PipelineBatch[]): Committed {
  const committed: Committed = { seq: 0, stored: {}, observations: [], judgements: [], ticks: [], snapshots: [], flushed: [] }
  for (const batch of batches) {
    committed.seq = batch.seq
    const tick = batch.tick ?? batch.tick_replayed
    if (tick !== undefined) committed.ticks.push(tick)
    if (batch.arrival !== undefined) committed.arrival = batch.arrival
    for (const [source, count] of Object.entries(batch.block?.sources ?? {}))
      committed.stored[source] = (committed.stored[source] ?? 0) + count
    for (const observation of batch.observations) committed.observations.push(observation)
    if (batch.judgements !== undefined) committed.judgements.push(batch.judgements)
    if (batch.live !== undefined) {
      const before: LiveSample = committed.live ?? { records: [], skipped: 0 }
      const { records, skipped, begins = before.begins } = batch.live
      committed.live = { records: [...before.records, ...records], skipped: before.skipped + skipped, ...(begins && { begins }) }
    }
    if (batch.snapshot !== undefined) committed.snapshots.push({ seq: batch.seq, state: batch.snapshot })
    if (batch.flushed !== undefined) committed.flushed.push(batch.flushed)
  }
  return committed
}

function maintain(): void {
  sinceSlice = 0
  writer.maintain(Date.now())
}

function report(): void {
  engine.post({ kind: 'segments', segments: writer.segments(), expired: writer.expired(Date.now()), queued_batches: queue.length })
}

function handle(message: ToWriter): void {
  switch (message.kind) {
    case 'configure':
      writer.configure(message.limits)
      return
    case 'covered':
      writer.covered(message.seq)
      return
    case 'drop':
      writer.drop(message.file)
      engine.post({ kind: 'answered', request: message.request })
      return
    case 'stop':
      while (queue.length > 0) write()
      writer.close()
      engine.post({ kind: 'answered', request: message.request })
      return
  }
}
