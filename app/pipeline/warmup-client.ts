import { Worker } from 'node:worker_threads'
import type { FromWarmup, ToWarmup, WarmupThreadData } from './warmup-messages.ts'

export interface WarmupOptions {
  /** Everything up to the record it resolves with is stored, and what comes later is held. */
  hold: () => Promise<number>
  onProgress: (fraction: number) => void
  signal: AbortSignal
}

export interface WarmedUp {
  state: unknown
  upto: number
}

/** Replays a stream's history on a thread of its own; undefined when `signal` says stop. */
export function warmUp(entry: URL, data: WarmupThreadData, { hold, onProgress, signal }: WarmupOptions): Promise<WarmedUp | undefined> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve(undefined)
    const worker = new Worker(entry, { workerData: data, name: 'warmup' })
    const stop = () => void worker.terminate()
    signal.addEventListener('abort', stop, { once: true })
    let upto = 0
    let state: unknown
    let failure: Error | undefined
    worker.on('message', (message: FromWarmup) => {
      if (message.kind === 'progress') onProgress(message.fraction)
      else if (message.kind === 'state') state = message.state
      else {
        hold().then(
          (seq) => {
            upto = seq
            worker.postMessage({ upto } satisfies ToWarmup)
          },
          (error: unknown) => {
            failure = error instanceof Error ? error : new Error(String(error))
            stop()
          },
        )
      }
    })
    worker.on('error', (error) => {
      failure = error instanceof Error ? error : new Error(String(error))
    })
    worker.on('exit', () => {
      signal.removeEventListener('abort', stop)
      if (state !== undefined) resolve({ state, upto })
      else if (signal.aborted) resolve(undefined)
      else reject(failure ?? new Error('the warm-up ended without an answer'))
    })
  })
}
