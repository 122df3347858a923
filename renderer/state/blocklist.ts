import { create } from 'zustand'
import type { ContractError } from '../../app/contract/protocol.ts'
import type { RequestInput } from '../../app/contract/requests.ts'
import type { BlockEntry } from '../../app/model/block-entry.ts'
import { request, subscribe } from './connection.ts'
import { perform } from './perform.ts'
import { useSession } from './session.ts'
import { offerUndo } from './undo.ts'

export interface Blocklist {
  /** Unset until it has been listed once. */
  entries: BlockEntry[] | undefined
  problem: ContractError | undefined
}

export const useBlocklist = create<Blocklist>(() => ({ entries: undefined, problem: undefined }))

/** Keeps the blocklist current. */
export function startBlocklist(): () => void {
  const stopPush = subscribe('blocklist.changed', ({ entries }) => useBlocklist.setState({ entries, problem: undefined }))
  const stopSession = useSession.subscribe((session, before) => {
    if (session.epoch !== before.epoch) void listBlocked()
  })
  return () => {
    stopPush()
    stopSession()
  }
}

export async function listBlocked(): Promise<void> {
  const answer = await request('blocklist.list', {})
  if (answer.kind === 'ok') useBlocklist.setState({ entries: answer.output.entries, problem: undefined })
  else useBlocklist.setState({ problem: answer.error })
}

/** Puts an address on the list. What the engine objected to, if it did. */
export async function block(input: RequestInput<'blocklist.add'>): Promise<ContractError | undefined> {
  const answer = await request('blocklist.add', input)
  if (answer.kind === 'failed') return answer.error
  const { entry } = answer.output
  offerUndo(`${entry.value} is on the blocklist`, () => takeOff(entry))
  void listBlocked()
  return undefined
}

/** Takes an entry off the list; undo puts it back for the time it still had. */
export async function unblock(entry: BlockEntry): Promise<void> {
  if (!(await takeOff(entry))) return
  offerUndo(`${entry.value} is off the blocklist`, () => {
    const hours = Math.max(leastHours, (entry.expires_at - Date.now()) / hour)
    const { value, reason, event_id } = entry
    return block({ value, reason, hours, ...(event_id !== undefined && { event_id }) })
  })
}

const hour = 3_600_000
const leastHours = 0.1

async function takeOff({ id, value }: BlockEntry): Promise<boolean> {
  const done = await perform('blocklist.remove', { id }, `${value} could not be taken off the blocklist`)
  void listBlocked()
  return done !== undefined
}
