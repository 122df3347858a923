import { Worker } from 'node:worker_threads'
import type { CancelFlag, FromPreview, PreviewAnswer, PreviewQuestion, PreviewThreadData } from './preview-messages.ts'

export interface PreviewOptions {
  signal?: AbortSignal
  onProgress?: (fraction: number) => void
}

interface Running {
  cancel: CancelFlag
  ended: Promise<void>
}

/** The engine's side of previews: one at a time, each on a thread of its own. */
export class PreviewClient {
  private readonly entry: URL
  private readonly telemetry: string
  private last: Promise<void> = Promise.resolve()
  private running: Running | undefined
  private closed = false

  constructor(entry: URL, telemetry: string) {
    this.entry = entry
    this.telemetry = telemetry
  }

  /** Undefined when `signal` says stop: at once, whatever the thread is doing. */
  async run(question: PreviewQuestion, options: PreviewOptions = {}): Promise<PreviewAnswer | undefined> {
    const { signal } = options
    const cancel: CancelFlag = new Int32Array(new SharedArrayBuffer(4))
    return new Promise((resolve, reject) => {
      const stop = () => {
        Atomics.store(cancel, 0, 1)
        resolve(undefined)
      }
      if (signal?.aborted === true) return stop()
      signal?.addEventListener('abort', stop, { once: true })
      const turn = this.last.then(async () => {
        if (this.closed) stop()
        if (Atomics.load(cancel, 0) !== 0) return
        const ended = this.start({ telemetry: this.telemetry, question, cancel }, options.onProgress).then(resolve, reject)
        this.running = { cancel, ended }
        await ended
        this.running = undefined
      })
      this.last = turn.finally(() => signal?.removeEventListener('abort', stop))
    })
  }

  async close(): Promise<void> {
    this.closed = true
    if (this.running !== undefined) Atomics.store(this.running.cancel, 0, 1)
    await this.last
  }

  /** Resolves when the thread has ended. */
  private start(data: PreviewThreadData, onProgress: ((fraction: number) => void) | undefined): Promise<PreviewAnswer | undefined> {
    return new Promise((resolve, reject) => {
      let outcome: FromPreview | undefined
      let failure: Error | undefined
      const worker = new Worker(this.entry, { workerData: data, name: 'preview' })
      worker.on('message', (message: FromPreview) => {
        if (message.kind === 'progress') onProgress?.(message.fraction)
        else outcome = message
      })
      worker.on('error', (error) => {
        failure = error instanceof Error ? error : new Error(String(error))
      })
      worker.on('exit', () => {
        if (outcome?.kind === 'answer') resolve(outcome.answer)
        else if (outcome?.kind === 'cancelled') resolve(undefined)
        else reject(failure ?? new Error(outcome?.kind === 'failed' ? outcome.message : 'the preview ended without an answer'))
      })
    })
  }
}
