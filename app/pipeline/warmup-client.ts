import { startWorker } from './start-worker.ts'
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
export async function warmUp(entry: URL, data: WarmupThreadData, options: WarmupOptions): Promise<WarmedUp | undefined> {
  const { hold, onProgress, signal } = options
  if (signal.aborted) return undefined
  let upto = 0
  let state: unknown
  let unheld: Error | undefined
  const { worker, ended } = startWorker<FromWarmup>(entry, 'warmup', data, (message) => {
    if (message.kind === 'progress') onProgress(message.fraction)
    else if (message.kind === 'state') state = message.state
    else void goOn()
  })
  const stop = () => void worker.terminate()
  const goOn = async () => {
    try {
      upto = await hold()
      worker.postMessage({ upto } satisfies ToWarmup)
    } catch (error) {
      unheld = error instanceof Error ? error : new Error(String(error))
      stop()
    }
  }
  signal.addEventListener('abort', stop, { once: true })
  try {
    await ended
  } catch (error) {
    if (state === undefined && !signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
  if (state !== undefined) return { state, upto }
  if (signal.aborted) return undefined
  throw unheld ?? new Error('the warm-up ended without an answer')
}
