import type { Worker } from 'node:worker_threads'
import type {
  DatasetThreadData,
  DatasetThreadSettings,
  FromDatasets,
  ToDatasets,
  WorkInput,
  WorkName,
  WorkOutput,
} from './dataset-messages.ts'
import { startWorker } from './start-worker.ts'

/** Bodies that may wait, in characters; beyond it a request is told to come back. */
const mostWaiting = 64 << 20
const mostQuestions = 256

interface Waiting {
  size: number
  resolve: (output: never) => void
  reject: (error: Error) => void
}

export class DatasetsBusy extends Error {}
export class DatasetsClosed extends Error {}

export interface DatasetClientParts {
  entry: URL
  /** Of the thread that trains for it. */
  trainer: URL
  /** datasets.db */
  file: string
  settings: DatasetThreadSettings
  /** Something that its owner should know. */
  problem: (message: string) => void
}

/** The engine's side of datasets. Their thread is there once something was asked of it. */
export class DatasetClient {
  private readonly parts: DatasetClientParts
  private settings: DatasetThreadSettings
  private worker: Worker | undefined
  private readonly waiting = new Map<number, Waiting>()
  private size = 0
  private last = 0
  private ended: Promise<void> = Promise.resolve()
  private closed = false

  constructor(parts: DatasetClientParts) {
    this.parts = parts
    this.settings = parts.settings
  }

  configure(settings: DatasetThreadSettings): void {
    this.settings = settings
    this.post({ kind: 'settings', settings })
  }

  /** Rejects with `DatasetsBusy` when too much is waiting. */
  ask<Name extends WorkName>(name: Name, input: WorkInput<Name>): Promise<WorkOutput<Name>> {
    if (this.closed) return Promise.reject(new DatasetsClosed('datasets are being closed'))
    const size = sizeOf(input)
    if (this.size + size > mostWaiting || this.waiting.size >= mostQuestions)
      return Promise.reject(new DatasetsBusy('more requests are waiting than there is room for'))
    this.worker ??= this.start()
    const id = ++this.last
    this.size += size
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { size, resolve, reject })
      this.post({ kind: 'ask', id, name, input })
    })
  }

  /** What was asked is still answered. */
  async close(): Promise<void> {
    this.closed = true
    this.post({ kind: 'close' })
    await this.ended
  }

  private post(message: ToDatasets): void {
    this.worker?.postMessage(message)
  }

  private start(): Worker {
    const { entry, trainer, file, problem } = this.parts
    const data: DatasetThreadData = { file, settings: this.settings, trainer: trainer.href }
    const { worker, ended } = startWorker<FromDatasets>(entry, 'datasets', data, (message) => {
      if (message.kind === 'problem') problem(message.message)
      else this.settle(message)
    })
    this.ended = ended.then(
      () => this.forgetWorker(new DatasetsClosed('datasets were closed')),
      (failure: Error) => {
        problem(failure.message)
        this.forgetWorker(failure)
      },
    )
    return worker
  }

  private forgetWorker(reason: Error): void {
    this.worker = undefined
    for (const { reject } of this.waiting.values()) reject(reason)
    this.waiting.clear()
    this.size = 0
  }

  private settle(message: Exclude<FromDatasets, { kind: 'problem' }>): void {
    const waiting = this.waiting.get(message.id)
    if (waiting === undefined) return
    this.waiting.delete(message.id)
    this.size -= waiting.size
    if (message.kind === 'answer') waiting.resolve(message.output as never)
    else waiting.reject(new Error(message.message))
  }
}

function sizeOf(input: unknown): number {
  if (typeof input !== 'object' || input === null) return 0
  return Object.values(input).reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0)
}
