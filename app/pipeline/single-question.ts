import type { CancelFlag, FromQuestion } from './question-messages.ts'
import { startWorker } from './start-worker.ts'

export interface QuestionOptions {
  signal?: AbortSignal
  onProgress?: (fraction: number) => void
}

type Cancelled = { kind: 'cancelled' }

/**
 * The engine's side of threads that answer one question and end, which takes their memory with them: one at a time, the
 * others wait for their turn.
 */
export class SingleQuestion<Data extends { cancel: CancelFlag }, Outcome extends { kind: string }> {
  private readonly entry: URL
  private readonly name: string
  private readonly stops = new Set<() => void>()
  private last: Promise<void> = Promise.resolve()
  private closed = false

  constructor(entry: URL, name: string) {
    this.entry = entry
    this.name = name
  }

  /** Cancelled as soon as `signal` says stop, whatever the thread is doing. */
  ask(data: Omit<Data, 'cancel'>, { signal, onProgress }: QuestionOptions = {}): Promise<Outcome | Cancelled> {
    const cancel: CancelFlag = new Int32Array(new SharedArrayBuffer(4))
    return new Promise((resolve, reject) => {
      const stop = () => {
        Atomics.store(cancel, 0, 1)
        resolve({ kind: 'cancelled' })
      }
      if (signal?.aborted === true || this.closed) return stop()
      signal?.addEventListener('abort', stop, { once: true })
      this.stops.add(stop)
      this.last = this.last.then(async () => {
        if (Atomics.load(cancel, 0) === 0) await this.run({ ...data, cancel }, onProgress).then(resolve, reject)
        this.stops.delete(stop)
        signal?.removeEventListener('abort', stop)
      })
    })
  }

  /** Cancels what is asked; resolves when no thread is left. */
  async close(): Promise<void> {
    this.closed = true
    for (const stop of this.stops) stop()
    await this.last
  }

  private async run(data: object, onProgress: QuestionOptions['onProgress']): Promise<Outcome | Cancelled> {
    let outcome: Outcome | Cancelled | undefined
    let failure: string | undefined
    const { ended } = startWorker<FromQuestion<Outcome>>(this.entry, this.name, data, (message) => {
      const said = message as FromQuestion<never>
      if (said.kind === 'progress') onProgress?.(said.fraction)
      else if (said.kind === 'failed') failure = said.message
      else outcome = message as Outcome | Cancelled
    })
    await ended
    if (outcome === undefined) throw new Error(failure ?? `the ${this.name} thread ended without an answer`)
    return outcome
  }
}
