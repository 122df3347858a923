import type { ServerMessage } from '../app/contract/protocol.ts'
import type { Answer } from './connection.ts'

interface Pending {
  resolve(answer: Answer<never>): void
  onProgress: ((fraction: number) => void) | undefined
}

/** Requests that wait for their answer, by id. Each is answered once; what comes after is ignored. */
export class PendingRequests {
  private readonly waiting = new Map<number, Pending>()
  private nextId = 1

  /** The id to send it under. */
  add(pending: Pending): number {
    const id = this.nextId++
    this.waiting.set(id, pending)
    return id
  }

  settle(id: number, answer: Answer<never>): void {
    const pending = this.waiting.get(id)
    this.waiting.delete(id)
    pending?.resolve(answer)
  }

  receive(message: Exclude<ServerMessage, { kind: 'push' }>): void {
    if (message.kind === 'progress') this.waiting.get(message.id)?.onProgress?.(message.fraction)
    else if (message.kind === 'response') this.settle(message.id, { kind: 'ok', output: message.output as never })
    else this.settle(message.id, { kind: 'failed', error: message.error })
  }

  failAll(message: string): void {
    for (const id of [...this.waiting.keys()]) this.settle(id, { kind: 'failed', error: { kind: 'unavailable', message } })
  }
}
