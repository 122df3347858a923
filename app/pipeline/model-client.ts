import type { FromModelThread, ModelAnswer, ModelQuestion, ModelThreadData } from './model-messages.ts'
import { SingleQuestion, type QuestionOptions } from './single-question.ts'

/** The engine's side of the model thread. */
export class ModelClient {
  private readonly thread: SingleQuestion<ModelThreadData, Extract<FromModelThread, { kind: 'answer' }>>
  private readonly telemetry: string

  constructor(entry: URL, telemetry: string) {
    this.thread = new SingleQuestion(entry, 'model')
    this.telemetry = telemetry
  }

  /** Undefined when `signal` says stop. */
  async ask(question: ModelQuestion, options?: QuestionOptions): Promise<ModelAnswer | undefined> {
    const outcome = await this.thread.ask({ telemetry: this.telemetry, question }, options)
    return outcome.kind === 'answer' ? outcome.answer : undefined
  }

  close(): Promise<void> {
    return this.thread.close()
  }
}
