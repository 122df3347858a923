import { create } from 'zustand'
import type { ContractError } from '../../app/contract/protocol.ts'
import type { SourceTypeInfo } from '../../app/contract/sources.ts'
import type { SourceStatus } from '../../app/model/source.ts'
import { request, subscribe } from './connection.ts'
import { useSession } from './session.ts'

export interface Sources {
  /** Unset until they have been listed once. */
  sources: SourceStatus[] | undefined
  types: SourceTypeInfo[]
  problem: ContractError | undefined
}

export const useSources = create<Sources>(() => ({ sources: undefined, types: [], problem: undefined }))

/** Keeps the list of sources and their states current. */
export function startSources(): () => void {
  const stopPush = subscribe('sources.changed', ({ sources }) => useSources.setState({ sources }))
  const stopSession = useSession.subscribe((session, before) => {
    if (session.epoch !== before.epoch) void listSources()
  })
  return () => {
    stopPush()
    stopSession()
  }
}

export async function listSources(): Promise<void> {
  const answer = await request('sources.list', {})
  if (answer.kind === 'ok') useSources.setState({ ...answer.output, problem: undefined })
  else useSources.setState({ problem: answer.error })
}

/** Puts one source's new status into the list, ahead of the engine's own push. */
export function takeSourceStatus(status: SourceStatus, formerId = status.source.id): void {
  useSources.setState(({ sources = [] }) => {
    const known = sources.some((other) => other.source.id === formerId)
    return { sources: known ? sources.map((other) => (other.source.id === formerId ? status : other)) : [...sources, status] }
  })
}
