import type { ContractError } from './protocol.ts'
import type { PushName, Pushes } from './pushes.ts'

export type Answer = { kind: 'response'; output: unknown } | { kind: 'failure'; error: ContractError }

/** One window's (or client's) side of a console, whatever wire it comes over. */
export interface ConsoleSession {
  /** Checks the request against the contract and answers it; never rejects. */
  answer(name: string, input: unknown, options: { signal: AbortSignal; progress: (fraction: number) => void }): Promise<Answer>
  close(): void
}

/** What a wire serves. The engine provides it; `serve` carries it. */
export interface ConsoleService {
  /** `push` hears everything the engine says unasked; without it the session only answers. */
  open(options: { push?: <Name extends PushName>(name: Name, value: Pushes[Name]) => void; store?: 'live' | 'sample' }): ConsoleSession
}
