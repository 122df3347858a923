import { Worker } from 'node:worker_threads'

export interface StartedWorker {
  worker: Worker
  /** Resolves when the thread is gone; rejects with what it died of. */
  ended: Promise<void>
}

/** Starts a thread and hands on what it says. */
export function startWorker<Message>(entry: URL, name: string, data: unknown, take: (message: Message) => void): StartedWorker {
  const worker = new Worker(entry, { workerData: data, name })
  let failure: Error | undefined
  worker.on('message', take)
  worker.on('error', (error) => {
    failure = error instanceof Error ? error : new Error(String(error))
  })
  const ended = new Promise<void>((resolve, reject) => {
    worker.on('exit', () => (failure === undefined ? resolve() : reject(failure)))
  })
  return { worker, ended }
}
