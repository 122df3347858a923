import type { MessagePort, Worker } from 'node:worker_threads'

/** A message port that carries one kind of message each way, so that a misspelt message is a type error. */
export interface TypedPort<Out, In> {
  post(message: Out, transfer?: ArrayBuffer[]): void
  onMessage(listener: (message: In) => void): void
}

export function typedPort<Out, In>(port: MessagePort | Worker): TypedPort<Out, In> {
  return {
    post: (message, transfer) => port.postMessage(message, transfer ?? []),
    onMessage: (listener) => void (port as MessagePort).on('message', listener),
  }
}
