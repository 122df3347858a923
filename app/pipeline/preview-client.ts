import type { FromPreview, PreviewAnswer, PreviewQuestion, PreviewThreadData } from './preview-messages.ts'
import { SingleQuestion, type QuestionOptions } from './single-question.ts'

/** The engine's side of previews. */
export class PreviewClient {
  private readonly thread: SingleQuestion<PreviewThreadData, Extract<FromPreview, { kind: 'answer' }>>
  private readonly telemetry: string

  constructor(entry: URL, telemetry: string) {
    this.thread = new SingleQuestion(entry, 'preview')
    this.telemetry = telemetry
  }

  /** Undefined when `signal` says stop. */
  async run(question: PreviewQuestion, options?: QuestionOptions): Promise<PreviewAnswer | undefined> {
    const outcome = await this.thread.ask({ telemetry: this.telemetry, question }, options)
    return outcome.kind === 'answer' ? outcome.answer : undefined
  }

  close(): Promise<void> {
    return this.thread.close()
  }
}
