import { create } from 'zustand'
import type { PushName, Pushes } from '../../app/contract/pushes.ts'
import type { RequestInput, RequestName, RequestOutput } from '../../app/contract/requests.ts'
import type { Answer, Connection, ConnectionState, SendOptions } from '../connection.ts'

/** The window's one connection and how it fares. Everything else in `state/` speaks through this file. */
export const useConnection = create<{ state: ConnectionState }>(() => ({ state: { kind: 'connecting' } }))

/** Whether there was a connection, or none was let in: what was last pushed says nothing about now. */
export function useGone(): boolean {
  return useConnection(({ state }) => state.kind !== 'open' && state.kind !== 'connecting')
}

let current: Connection | undefined

/** Called once by `main.tsx`, before the first paint. */
export function startConnection(connection: Connection): void {
  current = connection
  useConnection.setState({ state: connection.state() })
  connection.onState((state) => useConnection.setState({ state }))
}

export function request<Name extends RequestName>(
  name: Name,
  input: RequestInput<Name>,
  options?: SendOptions,
): Promise<Answer<RequestOutput<Name>>> {
  return started().send(name, input, options)
}

export function subscribe<Name extends PushName>(name: Name, listener: (value: Pushes[Name]) => void): () => void {
  return started().subscribe(name, listener)
}

export function retryConnection(): void {
  started().retry()
}

function started(): Connection {
  if (current === undefined) throw new Error('The connection has not been started.')
  return current
}
