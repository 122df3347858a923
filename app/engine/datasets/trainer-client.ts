import { Worker } from 'node:worker_threads'
import type { FromTrainer, Learnt, LearningTask, ToTrainer, Trainer } from './training.ts'

interface Waiting {
  resolve: (learnt: Learnt) => void
  reject: (error: Error) => void
}

/** Learns on a thread of its own, which is there once something is to be learnt. */
export class TrainerClient implements Trainer {
  private readonly entry: URL
  private readonly file: string
  private worker: Worker | undefined
  private readonly waiting = new Map<number, Waiting>()
  private last = 0
  private closed = false

  constructor(entry: URL, file: string) {
    this.entry = entry
    this.file = file
  }

  learn(task: LearningTask): Promise<Learnt> {
    // A thread that is begun now would keep the one that asks for it from ending.
    if (this.closed) return Promise.reject(new Error('the training thread is closed'))
    this.worker ??= this.start()
    const [id, worker] = [++this.last, this.worker]
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      worker.postMessage({ kind: 'learn', id, task } satisfies ToTrainer)
    })
  }

  settle(): void {
    this.worker?.postMessage({ kind: 'settle' } satisfies ToTrainer)
  }

  /** It only reads: nothing is lost when it is stopped in the middle. */
  async close(): Promise<void> {
    this.closed = true
    await this.worker?.terminate()
  }

  private start(): Worker {
    const worker = new Worker(this.entry, { workerData: { file: this.file }, name: 'dataset training' })
    worker.on('message', (message: FromTrainer) => {
      const waiting = this.waiting.get(message.id)
      this.waiting.delete(message.id)
      if (message.kind === 'learnt') waiting?.resolve(message.learnt)
      else waiting?.reject(new Error(message.message))
    })
    let failure = new Error('the training thread ended')
    worker.on('error', (error) => {
      failure = error instanceof Error ? error : new Error(String(error))
    })
    worker.on('exit', () => {
      this.worker = undefined
      for (const { reject } of this.waiting.values()) reject(failure)
      this.waiting.clear()
    })
    return worker
  }
}
