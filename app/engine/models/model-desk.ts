import type { ModelsAnswer, ModelTraining, TrainingFailure } from '../../contract/models.ts'
import { familyFlag } from '../../decide/flags.ts'
import { modelOutlier } from '../../detect/model-outlier.ts'
import {
  featureSetNames,
  modelSettingsSchema,
  type DriftReport,
  type FeatureSetName,
  type ModelComparison,
  type ModelSettings,
  type ModelVersion,
  type ScoredRow,
} from '../../model/outlier-model.ts'
import type { ModelAnswer, ModelQuestion } from '../../pipeline/model-messages.ts'
import type { ModelClient, ModelOptions } from '../../pipeline/model-client.ts'
import type { ConsoleStore } from '../../store/store.ts'
import { algorithms, describeFeatureSets } from './describe.ts'
import { isDriftDue, isDue } from './schedule.ts'
import { confirmedSpans, noiseSpans } from './spans.ts'

const day = 86_400_000
const keptDays = 360
const settingsKey = 'models.settings'
const attemptsKey = 'models.attempts'
/** In the activity log, for what nobody asked for. */
const itself = 'vedette'

export interface ModelDeskParts {
  console: ConsoleStore
  models: Pick<ModelClient, 'ask'>
  /** The number of the newest record stored. */
  lastSeq: () => number
  /** Another model is in force. */
  adopted: () => void
  /** Something of what `list` says. */
  changed: () => void
  log: (line: { level: 'info' | 'warn'; message: string }) => void
}

type Why = ModelVersion['why']
export type Asked<Value> = ({ kind: 'done' } & Value) | { kind: 'not_found' | 'conflict' | 'unavailable'; message: string }

interface Running {
  training: ModelTraining
  controller: AbortController
  ended: Promise<void>
}

/** The life of models: trained, compared, put in force, rolled back, trained anew, forgotten. */
export class ModelDesk {
  private readonly parts: ModelDeskParts
  private readonly running = new Map<FeatureSetName, Running>()
  private readonly failures = new Map<FeatureSetName, TrainingFailure>()
  private readonly drifts: Partial<Record<FeatureSetName, DriftReport>> = {}
  private documents: unknown[] | undefined
  private asking = false
  private closed = false

  constructor(parts: ModelDeskParts) {
    this.parts = parts
  }

  list(): ModelsAnswer {
    return {
      sets: describeFeatureSets(),
      algorithms,
      versions: this.parts.console.models().map(withoutRows),
      settings: this.allSettings(),
      training: [...this.running.values()].map(({ training }) => training),
      failures: [...this.failures.values()],
      drift: this.drifts,
      flag: familyFlag(modelOutlier.family),
      kept_days: keptDays,
    }
  }

  /** What the detector is given: the documents of the models in force. */
  learned(): Record<string, unknown> {
    const { console } = this.parts
    this.documents ??= featureSetNames.flatMap((set) => {
      const version = console.modelInForce(set)
      const document = version && console.modelDocument(version.id)
      return document === undefined ? [] : [document]
    })
    return { [modelOutlier.name]: this.documents }
  }

  settingsOf(set: FeatureSetName): ModelSettings {
    const saved = (this.parts.console.setting(settingsKey) ?? {}) as Partial<Record<FeatureSetName, unknown>>
    const parsed = modelSettingsSchema.safeParse(saved[set] ?? {})
    return parsed.success ? parsed.data : modelSettingsSchema.parse({})
  }

  saveSettings(set: FeatureSetName, settings: ModelSettings, { who, at }: { who: string; at: number }): ModelSettings {
    const { console, changed } = this.parts
    const before = this.settingsOf(set)
    console.recordEvent(() => {
      const saved = (console.setting(settingsKey) ?? {}) as Record<string, unknown>
      console.setSetting(settingsKey, { ...saved, [set]: settings })
      console.addActivity({ at, who, what: 'model.settings', subject: `model:${set}`, before, after: settings })
    })
    changed()
    return settings
  }

  /** Begins, and says so; how it ends is told by `changed`. */
  train(set: FeatureSetName, wanted: Partial<ModelSettings>, who: string, why: Why = 'asked'): Asked<{ training: ModelTraining }> {
    if (this.closed) return { kind: 'unavailable', message: 'The console is being closed.' }
    if (this.running.has(set)) return { kind: 'conflict', message: `A model of ${set} is being trained already.` }
    const settings = { ...this.settingsOf(set), ...wanted }
    const controller = new AbortController()
    const training: ModelTraining = { set, why, started_at: Date.now(), fraction: 0 }
    this.failures.delete(set)
    this.noteAttempt(set, 'trained', training.started_at)
    const ended = this.run(set, settings, { who, why, training, controller })
    this.running.set(set, { training, controller, ended })
    this.parts.changed()
    return { kind: 'done', training }
  }

  cancel(set: FeatureSetName): boolean {
    this.running.get(set)?.controller.abort()
    return this.running.has(set)
  }

  async compare(
    id: string,
    range: { from?: number; to?: number },
    options: ModelOptions,
  ): Promise<Asked<{ comparison?: ModelComparison }>> {
    const { console } = this.parts
    const version = console.model(id)
    const candidate = version && console.modelDocument(id)
    if (version === undefined || candidate === undefined) return { kind: 'not_found', message: `There is no model ${id}.` }
    const inForce = console.modelInForce(version.set)
    const current = inForce === undefined || inForce.id === id ? undefined : console.modelDocument(inForce.id)
    const time = { from: range.from ?? version.from, to: range.to ?? version.to }
    const known = { confirmed: confirmedSpans(console, time), noise: noiseSpans(console, time) }
    const answer = await this.parts.models.ask(
      { kind: 'compare', ...time, candidate, current, ...known, budget: version.settings.budget },
      options,
    )
    return { kind: 'done', ...(answer?.kind === 'compared' ? { comparison: answer.comparison } : {}) }
  }

  swap(id: string, { who, at }: { who: string; at: number }): Asked<{ version: ModelVersion }> {
    const { console } = this.parts
    const version = console.model(id)
    if (version === undefined) return { kind: 'not_found', message: `There is no model ${id}.` }
    if (version.state === 'in_force') return { kind: 'done', version: withoutRows(version) }
    if (console.modelDocument(id) === undefined) return { kind: 'conflict', message: `${id} is damaged and cannot be used.` }
    const taken = console.putModelInForce(version.set, id, { who, at, what: 'model.swap' })
    this.adopted(version.set)
    return { kind: 'done', version: withoutRows(taken ?? version) }
  }

  /** To the version that the one in force replaced; to none where that was the first. */
  rollback(set: FeatureSetName, context: { who: string; at: number }): Asked<{ version?: ModelVersion }> {
    const { console } = this.parts
    const present = console.modelInForce(set)
    if (present === undefined) return { kind: 'conflict', message: `No model of ${set} is in force.` }
    const before = present.replaced === undefined ? undefined : console.model(present.replaced)
    const taken = console.putModelInForce(set, before?.id, { ...context, what: 'model.rollback' })
    this.adopted(set)
    return { kind: 'done', ...(taken === undefined ? {} : { version: withoutRows(taken) }) }
  }

  stop(set: FeatureSetName, context: { who: string; at: number }): void {
    if (this.parts.console.modelInForce(set) === undefined) return
    this.parts.console.putModelInForce(set, undefined, { ...context, what: 'model.stop' })
    this.adopted(set)
  }

  delete(id: string, context: { who: string; at: number }): Asked<object> {
    const { console, changed } = this.parts
    const version = console.model(id)
    if (version === undefined) return { kind: 'not_found', message: `There is no model ${id}.` }
    if (!console.deleteModel(id, context)) return { kind: 'conflict', message: `${id} is in force: put another in force first.` }
    changed()
    return { kind: 'done' }
  }

  rows(id: string, limit: number): ScoredRow[] | undefined {
    return this.parts.console.model(id)?.highest.slice(0, limit)
  }

  /** Of the last day that is stored, against the training rows of the model in force. */
  async drift(set: FeatureSetName, options: ModelOptions = {}): Promise<Asked<{ drift?: DriftReport }>> {
    const { console, models, changed } = this.parts
    const version = console.modelInForce(set)
    const model = version && console.modelDocument(version.id)
    if (version === undefined || model === undefined) return { kind: 'conflict', message: `No model of ${set} is in force.` }
    const at = Date.now()
    this.noteAttempt(set, 'drift', at)
    const answer = await models.ask({ kind: 'drift', now: at, model }, options)
    if (answer?.kind !== 'drift') return { kind: 'done' }
    const drift = { at, ...answer.drift }
    this.drifts[set] = drift
    changed()
    return { kind: 'done', drift }
  }

  /** What is due: old versions go, new ones are trained. */
  async beat(now: number): Promise<void> {
    if (this.asking || this.closed) return
    this.asking = true
    try {
      if (this.parts.console.expireModels(now - keptDays * day).length > 0) this.parts.changed()
      for (const set of featureSetNames) await this.keepUp(set, now)
    } catch (error) {
      this.parts.log({ level: 'warn', message: `models: ${describeError(error)}` })
    } finally {
      this.asking = false
    }
  }

  async close(): Promise<void> {
    this.closed = true
    const running = [...this.running.values()]
    for (const { controller } of running) controller.abort()
    await Promise.all(running.map(({ ended }) => ended))
  }

  private async keepUp(set: FeatureSetName, now: number): Promise<void> {
    const settings = this.settingsOf(set)
    const attempts = this.attemptsOf(set)
    if (this.running.has(set)) return
    if (isDue(settings.schedule, attempts.trained, now)) {
      this.train(set, {}, itself, 'schedule')
      return
    }
    if (!settings.retrain_on_drift || this.parts.console.modelInForce(set) === undefined || !isDriftDue(attempts.drift, now)) return
    const asked = await this.drift(set)
    if (asked.kind === 'done' && asked.drift?.state === 'moved') this.train(set, {}, itself, 'drift')
  }

  private async run(
    set: FeatureSetName,
    settings: ModelSettings,
    { who, why, training, controller }: { who: string; why: Why; training: ModelTraining; controller: AbortController },
  ): Promise<void> {
    const { console, log, changed } = this.parts
    try {
      const answer = await this.ask(this.trainingQuestion(set, settings), training, controller.signal)
      if (answer === undefined) this.fail(set, 'cancelled', 'It was cancelled.')
      else if (answer.kind === 'too_few_rows') this.fail(set, 'too_few_rows', describeTooFew(answer, settings))
      else if (answer.kind === 'trained') {
        const { summary } = answer
        const about = { trained_at: Date.now(), trained_by: who, why, took: Date.now() - training.started_at }
        const document = (id: string) => ({ ...answer.document, id })
        const version = console.addModel({ set, summary: { ...summary, ...about }, document }, { who, at: about.trained_at })
        if (why !== 'asked' && settings.take_over === 'automatic') await this.takeOver(version, controller.signal)
      }
    } catch (error) {
      this.fail(set, 'failed', describeError(error))
      log({ level: 'warn', message: `training of ${set} failed: ${describeError(error)}` })
    } finally {
      this.running.delete(set)
      if (!this.closed) changed()
    }
  }

  private trainingQuestion(set: FeatureSetName, settings: ModelSettings): ModelQuestion {
    const { console, lastSeq } = this.parts
    const now = Date.now()
    return { kind: 'train', set, settings, now, last_seq: lastSeq(), confirmed: confirmedSpans(console, { from: 0, to: now + day }) }
  }

  private ask(question: ModelQuestion, training: ModelTraining, signal: AbortSignal): Promise<ModelAnswer | undefined> {
    const onProgress = (fraction: number) => {
      training.fraction = fraction
      this.parts.changed()
    }
    return this.parts.models.ask(question, { signal, onProgress })
  }

  private async takeOver({ id }: ModelVersion, signal: AbortSignal): Promise<void> {
    const compared = await this.compare(id, {}, { signal })
    if (compared.kind !== 'done' || compared.comparison === undefined || compared.comparison.verdict === 'worse') return
    this.swap(id, { who: itself, at: Date.now() })
  }

  private adopted(set: FeatureSetName): void {
    this.documents = undefined
    delete this.drifts[set]
    this.parts.adopted()
    this.parts.changed()
  }

  private fail(set: FeatureSetName, kind: TrainingFailure['kind'], message: string): void {
    this.failures.set(set, { set, at: Date.now(), kind, message })
  }

  private allSettings(): Record<FeatureSetName, ModelSettings> {
    return Object.fromEntries(featureSetNames.map((set) => [set, this.settingsOf(set)])) as Record<FeatureSetName, ModelSettings>
  }

  private attemptsOf(set: FeatureSetName): { trained?: number; drift?: number } {
    const attempts = (this.parts.console.setting(attemptsKey) ?? {}) as Record<string, { trained?: number; drift?: number }>
    return attempts[set] ?? {}
  }

  private noteAttempt(set: FeatureSetName, what: 'trained' | 'drift', at: number): void {
    const { console } = this.parts
    const attempts = (console.setting(attemptsKey) ?? {}) as Record<string, object>
    console.setSetting(attemptsKey, { ...attempts, [set]: { ...attempts[set], [what]: at } })
  }
}

/** A list of versions needs none of the rows, which `rows` gives. */
function withoutRows(version: ModelVersion): ModelVersion {
  return { ...version, highest: version.highest.slice(0, 5) }
}

function describeTooFew(
  { rows, confirmed_rows }: { rows: number; confirmed_rows: number },
  { minimum_rows, training_days }: ModelSettings,
): string {
  const without = confirmed_rows > 0 ? `, ${confirmed_rows} more left out since they were confirmed as attacks` : ''
  return `There are ${rows} rows in the last ${training_days} days${without}; it takes ${minimum_rows}: ${minimum_rows - rows} are missing.`
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
