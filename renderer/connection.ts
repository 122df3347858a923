import type { ContractError, ClientMessage, ServerMessage } from '../app/contract/protocol.ts'
import type { PushName, Pushes } from '../app/contract/pushes.ts'
import type { RequestInput, RequestName, RequestOutput } from '../app/contract/requests.ts'
import { PendingRequests } from './pending-requests.ts'
import type { OpenWire, Wire, WireEnd } from './wire.ts'

export type Answer<Output> = { kind: 'ok'; output: Output } | { kind: 'failed'; error: ContractError }

export interface SendOptions {
  /** Aborting cancels the request on the engine too and answers `cancelled`. */
  signal?: AbortSignal
  /** 0 to 1. */
  onProgress?: (fraction: number) => void
}

export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'open' }
  | { kind: 'waiting'; attempt: number; retry_at: number; message: string }
  | { kind: 'refused'; message: string }
  | { kind: 'closed' }

export interface Connection {
  send<Name extends RequestName>(name: Name, input: RequestInput<Name>, options?: SendOptions): Promise<Answer<RequestOutput<Name>>>
  subscribe<Name extends PushName>(name: Name, listener: (value: Pushes[Name]) => void): () => void
  state(): ConnectionState
  /** Returns the function that stops listening. */
  onState(listener: (state: ConnectionState) => void): () => void
  /** Tries again now instead of when the back-off ends. */
  retry(): void
  close(): void
}

const firstDelay = 250
const longestDelay = 10_000

/** Doubles from a quarter of a second to ten seconds. */
export function backOff(attempt: number): number {
  return Math.min(longestDelay, firstDelay * 2 ** Math.max(0, attempt - 1))
}

/**
 * Requests and pushes over whatever wire there is, opened anew after every loss. Requests made while the first wire
 * opens wait for it; those in flight when a wire ends, or made while there is none, answer `unavailable`.
 */
export function createConnection(openWire: OpenWire): Connection {
  const pending = new PendingRequests()
  const pushListeners = new Map<string, Set<(value: never) => void>>()
  const stateListeners = new Set<(state: ConnectionState) => void>()
  let state: ConnectionState = { kind: 'connecting' }
  let wire: Wire | undefined
  let waiting: ClientMessage[] = []
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const become = (next: ConnectionState) => {
    state = next
    for (const listener of [...stateListeners]) listener(next)
  }

  const transmit = (message: ClientMessage) => {
    if (state.kind === 'open') wire?.send(JSON.stringify(message))
    else if (state.kind === 'connecting') waiting.push(message)
  }

  const receive = (text: string) => {
    const message = JSON.parse(text) as ServerMessage
    if (message.kind === 'push') {
      for (const listener of [...(pushListeners.get(message.name) ?? [])]) listener(message.value as never)
    } else {
      pending.receive(message)
    }
  }

  const failPending = (message: string) => {
    waiting = []
    pending.failAll(message)
  }

  const lose = (end: WireEnd) => {
    wire = undefined
    if (end.kind === 'refused') {
      become({ kind: 'refused', message: end.message })
    } else {
      attempt += 1
      const delay = backOff(attempt)
      timer = setTimeout(open, delay)
      become({ kind: 'waiting', attempt, retry_at: Date.now() + delay, message: end.message })
    }
    failPending(end.message)
  }

  function open(): void {
    timer = undefined
    wire = openWire({
      opened: () => {
        attempt = 0
        // The wire may open before `openWire` has returned it: what waits is sent once it has.
        queueMicrotask(() => {
          if (wire === undefined) return
          const messages = waiting
          waiting = []
          become({ kind: 'open' })
          for (const message of messages) transmit(message)
        })
      },
      received: receive,
      ended: lose,
    })
  }
  open()

  return {
    send: (name, input, options = {}) =>
      new Promise((resolve) => {
        if (options.signal?.aborted) return resolve(cancelled(name))
        if (state.kind !== 'open' && state.kind !== 'connecting') return resolve(unavailable(state))
        const id = pending.add({
          resolve: (answer) => {
            options.signal?.removeEventListener('abort', abort)
            resolve(answer)
          },
          onProgress: options.onProgress,
        })
        const abort = () => {
          transmit({ kind: 'cancel', id })
          pending.settle(id, cancelled(name))
        }
        options.signal?.addEventListener('abort', abort)
        transmit({ kind: 'request', id, name, input })
      }),
    subscribe: (name, listener) => {
      const listeners = pushListeners.get(name) ?? new Set()
      pushListeners.set(name, listeners)
      listeners.add(listener as (value: never) => void)
      return () => void listeners.delete(listener as (value: never) => void)
    },
    state: () => state,
    onState: (listener) => {
      stateListeners.add(listener)
      return () => void stateListeners.delete(listener)
    },
    retry: () => {
      if (wire !== undefined || state.kind === 'closed') return
      clearTimeout(timer)
      open()
    },
    close: () => {
      clearTimeout(timer)
      wire?.close()
      wire = undefined
      become({ kind: 'closed' })
      failPending('This window is closing.')
    },
  }
}

function cancelled(name: string): Answer<never> {
  return { kind: 'failed', error: { kind: 'cancelled', message: `${name} was cancelled.` } }
}

function unavailable(state: ConnectionState): Answer<never> {
  const message = 'message' in state ? state.message : 'There is no connection to the engine.'
  return { kind: 'failed', error: { kind: 'unavailable', message } }
}
