import type { EngineParameters, LabelledWindow } from '../model/engine.ts'
import type { SandboxAnswer } from '../model/sandbox.ts'
import type { CancelFlag, FromQuestion } from './question-messages.ts'

/** What the sandbox is asked: engines over one series, each as it would have judged live. */
export interface SandboxQuestion {
  source: { kind: 'points'; ts: Float64Array; values: Float64Array } | { kind: 'text'; text: string }
  /** Checked: parameters are complete. */
  engines: readonly { type: string; params: EngineParameters }[]
  labels: readonly LabelledWindow[]
  points: number
}

export interface SandboxThreadData {
  question: SandboxQuestion
  cancel: CancelFlag
}

export type FromSandbox = FromQuestion<
  { kind: 'answer'; answer: SandboxAnswer } | { kind: 'refused'; problems: readonly SeriesProblem[]; total: number }
>

/** Of a line of the text. */
export interface SeriesProblem {
  line: number
  message: string
}
