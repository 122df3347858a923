import { create } from 'zustand'
import type { ContractError } from '../../../app/contract/protocol.ts'
import type { SandboxAnswer } from '../../../app/contract/sandbox.ts'
import type { TimeRange } from '../../components/time-range.ts'
import { newEngine, type EngineDraft } from '../engine/engine-draft.ts'

export type SandboxData =
  { kind: 'signal'; stream: string; key: string; range: TimeRange } | { kind: 'file'; name: string; size: number; text: string }

export type RunState =
  | { kind: 'none' }
  | { kind: 'running'; stage: string; fraction: number | undefined }
  | { kind: 'cancelled' }
  | { kind: 'failed'; error: ContractError }
  | { kind: 'done' }

/** An engine of the comparison; its number stays with it when another is taken out. */
export interface Candidate {
  id: number
  draft: EngineDraft
}

export interface Sandbox {
  data: SandboxData | undefined
  candidates: readonly Candidate[]
  run: RunState
  /** What the newest finished run said, of which data and engines. */
  answer: SandboxAnswer | undefined
  of: { data: SandboxData; candidates: readonly Candidate[] } | undefined
}

/** What is tried and how it did. It outlives the page: a look at another one loses nothing. */
export const useSandbox = create<Sandbox>(() => ({
  data: undefined,
  candidates: [],
  run: { kind: 'none' },
  answer: undefined,
  of: undefined,
}))

export const mostEngines = 6
let lastId = 0

export function addCandidate(type: string): void {
  lastId += 1
  const candidate = { id: lastId, draft: newEngine(type) }
  useSandbox.setState(({ candidates }) => ({ candidates: [...candidates, candidate].slice(0, mostEngines) }))
}

export function changeCandidate(id: number, draft: EngineDraft): void {
  useSandbox.setState(({ candidates }) => ({ candidates: candidates.map((one) => (one.id === id ? { id, draft } : one)) }))
}

export function removeCandidate(id: number): void {
  useSandbox.setState(({ candidates }) => ({ candidates: candidates.filter((one) => one.id !== id) }))
}

export function setData(data: SandboxData | undefined): void {
  useSandbox.setState({ data })
}
