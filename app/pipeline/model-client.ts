import { Worker } from 'node:worker_threads'
import type { CancelFlag } from './preview-messages.ts'
import type { FromModelThread, ModelAnswer, ModelQuestion, ModelThreadData } from './model-messages.ts'

export interface ModelOptions {
  signal?: AbortSignal
  onProgress?: (fraction: number) => void
}

/** The engine's side of the model thread: one question at a time, each on a thread of its own. */
export class ModelClient {
  private readonly entry: URL
  private readonly telemetry: string
  private last: Promise<unknown> = Promise.resolve()
  private readonly stops = new Set<() => void>()
  private closed = false

  constructor(entry: URL, telemetry: string) {
    this.entry = entry
    this.telemetry = telemetry
  }

  /** Undefined when `signal` says stop. */
  ask(question: ModelQuestion, options: ModelOptions = {}): Promise<ModelAnswer | undefined> {
    const cancel: CancelFlag = new Int32Array(new SharedArrayBuffer(4))
    const stop = () => void Atomics.store(cancel, 0, 1)
    this.stops.add(stop)
    if (options.signal?.aborted === true) stop()
    options.signal?.addEventListener('abort', stop, { once: true })
    const answer = this.last.then(() => {
      if (this.closed || Atomics.load(cancel, 0) !== 0) return undefined
      return this.start({ telemetry: this.telemetry, question, cancel }, options.onProgress)
    })
    const done = answer.finally(() => {
      this.stops.delete(stop)
      options.signal?.removeEventListener('abort', stop)
    })
    this.last = done.catch(() => undefined)
    return done
  }

  async close(): Promise<void> {
    this.closed = true
    for (const stop of this.stops) stop()
    await this.last
  }

  private start(data: ModelThreadData, onProgress: ModelOptions['onProgress']): Promise<ModelAnswer | undefined> {
    return new Promise((resolve, reject) => {
      let outcome: FromModelThread | undefined
      let failure: Error | undefined
      const worker = new Worker(this.entry, { workerData: data, name: 'model' })
      worker.on('message', (message: FromModelThread) => {
        if (message.kind === 'progress') onProgress?.(message.fraction)
        else outcome = message
      })
      worker.on('error', (error) => {
        failure = error instanceof Error ? error : new Error(String(error))
      })
      worker.on('exit', () => {
        if (outcome?.kind === 'answer') resolve(outcome.answer)
        else if (outcome?.kind === 'cancelled') resolve(undefined)
        else reject(failure ?? new Error(outcome?.kind === 'failed' ? outcome.message : 'the model thread ended without an answer'))
      })
    })
  }
}
