import { createHash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { detectors } from '../detect/index.ts'
import { openTelemetryReader } from '../store/index.ts'
import type { Cancel } from '../store/store.ts'
import { giveWay, niceness } from './give-way.ts'
import type { FromPreview, PreviewThreadData } from './preview-messages.ts'
import { typedPort } from './ports.ts'
import { runPreview } from './preview.ts'
import { throttleProgress } from './throttle-progress.ts'

/** Answers one question and ends: what it held in memory goes with it. */
if (parentPort === null) throw new Error('the preview thread runs as a worker')
giveWay(niceness.question)
const engine = typedPort<FromPreview, never>(parentPort)
const { telemetry, question, cancel: flag } = workerData as PreviewThreadData
const reader = openTelemetryReader(telemetry)
/** A window draws no more often. Milliseconds. */
const progressInterval = 100

try {
  engine.post(answer())
} catch (error) {
  engine.post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
} finally {
  reader.close()
}

function answer(): FromPreview {
  const detector = detectors.find(({ name }) => name === question.detector)
  if (detector === undefined) return { kind: 'failed', message: `there is no detector ${question.detector}` }
  const cancel: Cancel = {
    get cancelled() {
      return Atomics.load(flag, 0) !== 0
    },
  }
  const onProgress = throttleProgress(progressInterval, (fraction) => engine.post({ kind: 'progress', fraction }))
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  return runPreview(question, { detector, reader, hash, cancel, onProgress })
}
