import { existsSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { viewRecord } from '../model/record-view.ts'
import { openSignalStore, openTelemetryReader, type SignalStore } from '../store/index.ts'
import type { Cancel } from '../store/store.ts'
import type { FromReader, ReaderQuestion, ToReader } from './reader-messages.ts'
import { typedPort } from './ports.ts'
import type { ReaderThreadData } from './thread-data.ts'

/** Answers the window's questions about telemetry, so that no question waits behind a write. */
if (parentPort === null) throw new Error('the reader thread runs as a worker')
const engine = typedPort<FromReader, ToReader>(parentPort)
let signalStore: SignalStore | undefined
const reader = openTelemetryReader((workerData as ReaderThreadData).telemetry)

engine.onMessage(({ id, question, flag }) => {
  try {
    engine.post({ id, kind: 'answer', answer: answer(question, cancelOf(flag)) })
  } catch (error) {
    engine.post({ id, kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
})
engine.post({ id: -1, kind: 'ready' })

/** The asking thread sets the shared flag; this one looks at it between blocks. */
function cancelOf(flag: Int32Array<SharedArrayBuffer>): Cancel {
  return {
    get cancelled() {
      return Atomics.load(flag, 0) !== 0
    },
  }
}

function answer(question: ReaderQuestion, cancel: Cancel): unknown {
  switch (question.kind) {
    case 'search': {
      const { query, cursor, limit, budget_ms } = question
      const page = reader.search(query, { cursor, limit, budget_ms, cancel })
      return { ...page, records: page.records.map(viewRecord) }
    }
    case 'histogram':
      return reader.histogram(question.query, { interval: question.interval, budget_ms: question.budget_ms, cancel })
    case 'top':
      return reader.top(question.query, question.field, { limit: question.limit, budget_ms: question.budget_ms, cancel })
    case 'get':
      return reader.get(question.seqs).map(viewRecord)
    case 'records':
      return reader.get(question.seqs)
    case 'count':
      return reader.count(question.query)
    case 'signal_keys':
      return openSignals()?.keys(question.stream, question) ?? { keys: [], total: 0 }
    case 'signal_series': {
      const { stream, key } = question
      return openSignals()?.series(stream, key, question) ?? { points: [], total: 0, anomalies: 0, sampled: false }
    }
  }
}

/** Undefined until there is one. */
function openSignals(): SignalStore | undefined {
  if (signalStore !== undefined) return signalStore
  const { signals } = workerData as ReaderThreadData
  if (signals === undefined || !existsSync(signals)) return undefined
  const opened = openSignalStore(signals, { readonly: true })
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  signalStore = opened.store
  return signalStore
}
