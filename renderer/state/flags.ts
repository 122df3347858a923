import { create } from 'zustand'
import type { ContractError } from '../../app/contract/protocol.ts'
import type { Flag, FlagTargeting } from '../../app/model/flag.ts'
import { request, subscribe } from './connection.ts'
import { perform } from './perform.ts'
import { useSession } from './session.ts'

export interface Flags {
  /** Unset until they have been listed once. */
  flags: Flag[] | undefined
  problem: ContractError | undefined
}

export const useFlags = create<Flags>(() => ({ flags: undefined, problem: undefined }))

/** Keeps the feature flags current. */
export function startFlags(): () => void {
  const stopPush = subscribe('flags.changed', ({ flags }) => useFlags.setState({ flags }))
  const stopSession = useSession.subscribe((session, before) => {
    if (session.epoch !== before.epoch) void listFlags()
  })
  return () => {
    stopPush()
    stopSession()
  }
}

export async function listFlags(): Promise<void> {
  const answer = await request('flags.list', {})
  if (answer.kind === 'ok') useFlags.setState({ flags: answer.output.flags, problem: undefined })
  else useFlags.setState({ problem: answer.error })
}

/** False when the engine did not take it. */
export async function setFlag(name: string, change: { enabled: boolean } | { targeting: FlagTargeting }): Promise<boolean> {
  const output = await perform('flags.set', { name, ...change }, `${name} could not be changed`)
  if (output === undefined) return false
  useFlags.setState(({ flags = [] }) => ({ flags: flags.map((flag) => (flag.name === name ? output.flag : flag)) }))
  return true
}

export async function switchDetectionOn(): Promise<boolean> {
  const flag = useFlags.getState().flags?.find(({ gates }) => gates === 'detection')
  return flag !== undefined && setFlag(flag.name, { enabled: true })
}

/** Unset while unknown. */
export function flagEnabled(flags: Flag[] | undefined, gates: Flag['gates']): boolean | undefined {
  return flags?.find((flag) => flag.gates === gates)?.enabled
}
