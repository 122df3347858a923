import { create } from 'zustand'
import type { ContractError } from '../../app/contract/protocol.ts'
import type { Hello } from '../../app/contract/session.ts'
import { request, useConnection } from './connection.ts'

export type StoreView = 'live' | 'sample'

export interface Session {
  /** Unset until the engine has answered once. */
  hello: Hello | undefined
  /** Which store this window looks at. */
  view: StoreView
  /** Grows whenever everything shown may have changed: a new connection, another store. Requests are asked again then. */
  epoch: number
  problem: ContractError | undefined
}

export const useSession = create<Session>(() => ({ hello: undefined, view: 'live', epoch: 0, problem: undefined }))

/** Greets the engine on every new connection. A new connection looks at the live store until told otherwise. */
export function startSession(): () => void {
  const greetWhenOpen = () => {
    if (useConnection.getState().state.kind === 'open') void greet()
  }
  greetWhenOpen()
  return useConnection.subscribe(greetWhenOpen)
}

/** Turns this window to the live or the SAMPLE store. */
export async function showStore(view: StoreView): Promise<ContractError | undefined> {
  const answer = await request('session.view', { store: view })
  if (answer.kind === 'failed') return answer.error
  useSession.setState(({ epoch }) => ({ hello: answer.output, view, epoch: epoch + 1, problem: undefined }))
  return undefined
}

/** Asks again who and what the engine is, after something it says there has changed. */
export async function greet(): Promise<void> {
  const { view } = useSession.getState()
  if (view === 'sample' && (await showStore('sample')) === undefined) return
  const answer = await request('session.hello', {})
  if (answer.kind === 'failed') useSession.setState({ problem: answer.error })
  else useSession.setState(({ epoch }) => ({ hello: answer.output, view: 'live', epoch: epoch + 1, problem: undefined }))
}
