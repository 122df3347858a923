import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { findCollector } from '../collect/index.ts'
import { importFile, inspectFile } from '../collect/file-import.ts'
import type { Wire } from '../model/message.ts'
import { importSource } from '../model/source.ts'
import { streamSourceId } from '../model/stream.ts'
import { Intake } from './intake.ts'
import type { FromIntake, IntakeToPipeline, PipelineToIntake, ToIntake } from './messages.ts'
import { typedPort } from './ports.ts'

/** Sockets only: copies bytes into chunks and hands them on, so that a busy detector never costs a datagram. */
if (parentPort === null) throw new Error('the intake thread runs as a worker')
const engine = typedPort<FromIntake, ToIntake>(parentPort)
const pipeline = typedPort<IntakeToPipeline, PipelineToIntake>((workerData as { pipeline: MessagePort }).pipeline)
const intake = new Intake((chunk) => pipeline.post({ kind: 'chunk', chunk }, [chunk.buffer]), findCollector)
const cancelled = new Set<number>()

pipeline.onMessage(({ bytes }) => intake.taken(bytes))
engine.onMessage((message) => void handle(message))
setInterval(() => engine.post({ kind: 'counters', ...intake.counters() }), 500).unref()

async function handle(message: ToIntake): Promise<void> {
  switch (message.kind) {
    case 'open':
      engine.post({ kind: 'opened', request: message.request, state: await intake.openSource(message.source) })
      return
    case 'close':
      await intake.closeSource(message.id)
      engine.post({ kind: 'answered', request: message.request })
      return
    case 'import':
      await importFiles(message)
      return
    case 'settle':
      intake.flushAll()
      engine.post({ kind: 'counters', ...intake.counters() })
      engine.post({ kind: 'answered', request: message.request })
      return
    case 'submit':
      engine.post({ kind: 'submitted', request: message.request, submission: intake.submit(message.chunk) })
      return
    case 'cancel_import':
      cancelled.add(message.import)
      return
    case 'stop':
      await intake.stop()
      engine.post({ kind: 'counters', ...intake.counters() })
      engine.post({ kind: 'answered', request: message.request })
      return
  }
}

async function importFiles(message: Extract<ToIntake, { kind: 'import' }>): Promise<void> {
  const { request, files, format, stream, ports } = message
  const problems: { file: string; message: string }[] = []
  const sinks = {
    syslog: intake.createSink(importSource, 'syslog', 'files'),
    netflow: intake.createSink(importSource, 'netflow', 'files'),
    request: intake.createSink(importSource, 'request', 'files'),
    measurement: intake.createSink(stream === undefined ? importSource : streamSourceId(stream), 'measurement', 'files'),
    event: intake.createSink(importSource, 'event', 'files'),
  }
  let reported = 0
  const finish = (outcome: Extract<FromIntake, { kind: 'imported' }>['outcome']) => {
    cancelled.delete(request)
    intake.flushAll()
    engine.post({ kind: 'counters', ...intake.counters() })
    engine.post({ kind: 'imported', request, outcome, problems })
  }
  // A name typed wrongly is told at once, not after an hour of the files before it.
  for (const file of files) {
    const inspected = await inspectFile(file)
    if (inspected.kind === 'failed') return finish({ kind: 'failed', file, message: inspected.message })
  }
  for (const [index, file] of files.entries()) {
    const result = await importFile(file, {
      format,
      ports,
      sinkFor: (wire: Wire) => sinks[wire],
      isCancelled: () => cancelled.has(request),
      onProgress: (fraction) => {
        const done = (index + fraction) / files.length
        if (done - reported < 0.01) return
        reported = done
        engine.post({ kind: 'import_progress', request, fraction: done })
      },
    })
    if (result.kind === 'cancelled') return finish({ kind: 'cancelled' })
    if (result.kind === 'failed') return finish({ kind: 'failed', file, message: result.message })
    for (const problem of result.problems) problems.push({ file, message: problem })
  }
  finish({ kind: 'done' })
}
