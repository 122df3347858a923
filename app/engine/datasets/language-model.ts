import type { SecurityAnalysis } from '../../model/dataset.ts'
import type { LanguageModelSettings } from '../../model/dataset-settings.ts'
import type { ModelUse } from '../../pipeline/dataset-messages.ts'
import type { DatasetStore } from '../../store/dataset-port.ts'
import { severityNumber } from '../../detect/datasets/severity.ts'
import { answerSchema, writeQuestion, type ModelAnswer, type Question } from './question.ts'

const usualUrl = 'https://api.anthropic.com'
const hour = 3_600_000
const counter = 'language_model_use'
const noMessage = 'what came was no answer of a language model'

export interface LanguageModelParts {
  store: Pick<DatasetStore, 'analysis' | 'keepAnalysis' | 'counter' | 'setCounter'>
  settings: LanguageModelSettings
  key: string | null
  clock: () => number
  sha256: (text: string) => string
}

/**
 * Asks a language model what it thinks of an answer. Whatever goes wrong, it was not analysed, and says why: it never says
 * that something is well which nobody has looked at. What it says is told and decides nothing.
 */
export class LanguageModel {
  private readonly parts: LanguageModelParts
  private settings: LanguageModelSettings
  private key: string | null
  private failure: string | null = null
  private readonly stopping = new AbortController()

  constructor(parts: LanguageModelParts) {
    this.parts = parts
    this.settings = parts.settings
    this.key = parts.key
  }

  configure(settings: LanguageModelSettings, key: string | null): void {
    this.settings = settings
    this.key = key
  }

  stop(): void {
    this.stopping.abort()
  }

  use(): ModelUse {
    return { used_today: this.usedToday(), last_failure: this.failure }
  }

  /** What would be sent, to the byte. */
  preview(question: Question): { url: string; body: string; bytes: number } {
    const body = JSON.stringify(writeQuestion(question, this.settings))
    return { url: `POST ${this.baseUrl()}/v1/messages`, body, bytes: new TextEncoder().encode(body).length }
  }

  async analyse(question: Question): Promise<SecurityAnalysis> {
    const { enabled, cache_hours, analyses_per_day, model } = this.settings
    if (!enabled) return notAnalysed('language-model analysis is switched off')
    if (this.key === null) return notAnalysed('no key is given')
    const { store, clock, sha256 } = this.parts
    const body = writeQuestion(question, this.settings)
    const name = sha256(`${this.baseUrl()}\n${JSON.stringify(body)}`)
    const known = store.analysis(name, clock() - cache_hours * hour)
    const cached = answerSchema.safeParse(known?.answer)
    if (known !== undefined && cached.success) return describe(cached.data, { model, at: known.at, cached: true })
    const used = this.usedToday()
    if (used >= analyses_per_day) return this.fail(`the day’s budget of ${analyses_per_day} is used up`)
    store.setCounter(counter, { day: this.today(), used: used + 1 })
    try {
      const answer = await this.ask(body, this.key)
      const fields = new Set(Object.keys(question.statistics.nulls))
      const parsed = answerSchema.safeParse(answer)
      if (!parsed.success) return this.fail('its answer was not in the form that was asked for')
      // What it makes up is not told.
      const concerns = parsed.data.concerns.map((concern) => ({ ...concern, fields: concern.fields.filter((field) => fields.has(field)) }))
      const told = { ...parsed.data, concerns }
      const at = clock()
      store.keepAnalysis(name, at, told)
      this.failure = null
      return describe(told, { model, at, cached: false })
    } catch (error) {
      return this.fail(describeError(error))
    }
  }

  private async ask(body: ReturnType<typeof writeQuestion>, apiKey: string): Promise<unknown> {
    // Loaded only by those who use it.
    const { default: Anthropic } = await import('@anthropic-ai/sdk')
    const timeout = this.settings.timeout_seconds * 1000
    const client = new Anthropic({ apiKey, authToken: null, baseURL: this.baseUrl(), timeout, maxRetries: 0, logLevel: 'off' })
    const signal = AbortSignal.any([AbortSignal.timeout(timeout), this.stopping.signal])
    const { content, stop_reason } = await client.messages.create(body, { signal })
    // A proxy's page, or another service at that address: the client hands on whatever came.
    if (!Array.isArray(content)) throw new Error(noMessage)
    if (stop_reason !== 'end_turn') throw new Error(`it ended before its answer did (${stop_reason})`)
    const text = content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('')
    return JSON.parse(text) as unknown
  }

  private baseUrl(): string {
    return (this.settings.base_url ?? usualUrl).replace(/\/+$/, '')
  }

  private today(): string {
    return new Date(this.parts.clock()).toISOString().slice(0, 10)
  }

  private usedToday(): number {
    const kept = this.parts.store.counter(counter) as { day: string; used: number } | undefined
    return kept?.day === this.today() ? kept.used : 0
  }

  private fail(reason: string): SecurityAnalysis {
    this.failure = reason
    return notAnalysed(reason)
  }
}

export function notAnalysed(reason: string): SecurityAnalysis {
  return { status: 'not_analysed', reason }
}

function describe({ risk_level, summary, concerns }: ModelAnswer, of: { model: string; at: number; cached: boolean }): SecurityAnalysis {
  return { status: 'analysed', ...of, risk_level, severity: severityNumber(risk_level), summary, concerns }
}

/** Of the client's errors their kind alone: their text may hold what was sent. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'it could not be asked'
  const status = (error as { status?: unknown }).status
  if (typeof status === 'number') return `it was refused (HTTP ${status})`
  if (error.name === 'TimeoutError' || /timeout|timed out|abort/i.test(`${error.name} ${error.constructor.name} ${error.message}`))
    return 'it took too long'
  if (error instanceof SyntaxError) return 'its answer was no JSON'
  if (error.message === noMessage || error.message.startsWith('it ended')) return error.message
  return 'it could not be reached'
}
