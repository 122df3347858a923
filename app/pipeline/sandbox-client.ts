import { Worker } from 'node:worker_threads'
import type { SandboxAnswer } from '../model/sandbox.ts'
import type { CancelFlag } from './preview-messages.ts'
import type { FromSandbox, SandboxQuestion, SandboxThreadData, SeriesProblem } from './sandbox-messages.ts'

export interface SandboxOptions {
  signal: AbortSignal
  onProgress: (fraction: number) => void
}

export type SandboxResult =
  { kind: 'answer'; answer: SandboxAnswer } | { kind: 'refused'; problems: readonly SeriesProblem[]; total: number } | { kind: 'cancelled' }

/** The engine's side of the sandbox: one run at a time, each on a thread of its own, which takes its memory with it. */
export class SandboxClient {
  private readonly entry: URL
  private last: Promise<unknown> = Promise.resolve()
  private readonly cancels = new Set<CancelFlag>()
  private closed = false

  constructor(entry: URL) {
    this.entry = entry
  }

  async run(question: SandboxQuestion, { signal, onProgress }: SandboxOptions): Promise<SandboxResult> {
    const cancel: CancelFlag = new Int32Array(new SharedArrayBuffer(4))
    const stop = () => void Atomics.store(cancel, 0, 1)
    signal.addEventListener('abort', stop, { once: true })
    this.cancels.add(cancel)
    const turn = this.last.then(() => {
      if (this.closed || signal.aborted) return { kind: 'cancelled' } as const
      return this.start({ question, cancel }, onProgress)
    })
    this.last = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      signal.removeEventListener('abort', stop)
      this.cancels.delete(cancel)
    }
  }

  async close(): Promise<void> {
    this.closed = true
    for (const cancel of this.cancels) Atomics.store(cancel, 0, 1)
    await this.last
  }

  private start(data: SandboxThreadData, onProgress: (fraction: number) => void): Promise<SandboxResult> {
    return new Promise((resolve, reject) => {
      let outcome: FromSandbox | undefined
      let failure: Error | undefined
      const worker = new Worker(this.entry, { workerData: data, name: 'sandbox' })
      worker.on('message', (message: FromSandbox) => {
        if (message.kind === 'progress') onProgress(message.fraction)
        else outcome = message
      })
      worker.on('error', (error) => {
        failure = error instanceof Error ? error : new Error(String(error))
      })
      worker.on('exit', () => {
        if (outcome === undefined) reject(failure ?? new Error('the sandbox ended without an answer'))
        else if (outcome.kind === 'failed') reject(new Error(outcome.message))
        else if (outcome.kind !== 'progress') resolve(outcome)
      })
    })
  }
}
