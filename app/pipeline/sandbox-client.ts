import type { FromSandbox, SandboxQuestion, SandboxThreadData } from './sandbox-messages.ts'
import { SingleQuestion, type QuestionOptions } from './single-question.ts'

export type SandboxResult = Extract<FromSandbox, { kind: 'answer' | 'refused' | 'cancelled' }>

/** The engine's side of the sandbox. */
export class SandboxClient {
  private readonly thread: SingleQuestion<SandboxThreadData, Extract<SandboxResult, { kind: 'answer' | 'refused' }>>

  constructor(entry: URL) {
    this.thread = new SingleQuestion(entry, 'sandbox')
  }

  run(question: SandboxQuestion, options?: QuestionOptions): Promise<SandboxResult> {
    return this.thread.ask({ question }, options)
  }

  close(): Promise<void> {
    return this.thread.close()
  }
}
