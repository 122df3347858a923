import type { ModelsAnswer, ModelTraining } from '../../contract/models.ts'
import { familyFlag } from '../../decide/flags.ts'
import { modelOutlier } from '../../detect/model-outlier.ts'
import { mergeSettings, type ModelChanges, type ModelsConfig } from '../../model/model-settings.ts'
import {
  featureSetNames,
  type DriftReport,
  type FeatureSetName,
  type ModelComparison,
  type ModelSettings,
  type ModelVersion,
  type ScoredRow,
} from '../../model/outlier-model.ts'
import type { ModelClient } from '../../pipeline/model-client.ts'
import type { QuestionOptions } from '../../pipeline/single-question.ts'
import type { ConsoleStore } from '../../store/store.ts'
import { algorithms, describeFeatureSets } from './describe.ts'
import { ModelSettingsBook } from './model-settings.ts'
import { ModelTrainings } from './model-training.ts'
import { cleanModelVersions } from './retention.ts'
import { isDriftDue, isDue } from './schedule.ts'
import { confirmedSpans, noiseSpans } from './spans.ts'

/** In the activity log, for what nobody asked for. */
const itself = 'vedette'

export interface ModelDeskParts {
  console: ConsoleStore
  /** `models` of vedette.yml. */
  config: () => ModelsConfig
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

/** The life of models: trained, compared, put in force, rolled back, trained anew, forgotten. */
export class ModelDesk {
  private readonly parts: ModelDeskParts
  private readonly settings: ModelSettingsBook
  private readonly trainings: ModelTrainings
  private readonly drifts: Partial<Record<FeatureSetName, DriftReport>> = {}
  private documents: unknown[] | undefined
  private asking = false
  private closed = false

  constructor(parts: ModelDeskParts) {
    this.parts = parts
    this.settings = new ModelSettingsBook(parts)
    this.trainings = new ModelTrainings({
      ...parts,
      changed: () => this.changed(),
      trained: async (version, signal) => {
        if (version.why !== 'asked' && version.settings.take_over === 'automatic') await this.takeOver(version, signal)
      },
    })
  }

  list(): ModelsAnswer {
    return {
      sets: describeFeatureSets(),
      algorithms,
      versions: this.parts.console.models().map(withoutRows),
      settings: this.settings.all(),
      training: this.trainings.list(),
      failures: this.trainings.failures(),
      drift: this.drifts,
      flag: familyFlag(modelOutlier.family),
      kept_days: this.parts.config().retention_days,
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
    return this.settings.of(set)
  }

  saveSettings(set: FeatureSetName, settings: ModelSettings, context: { who: string; at: number }): ModelSettings {
    this.settings.save(set, settings, context)
    this.changed()
    return settings
  }

  /** Begins, and says so; how it ends is told by `changed`. */
  train(set: FeatureSetName, wanted: ModelChanges, who: string, why: Why = 'asked'): Asked<{ training: ModelTraining }> {
    if (this.closed) return { kind: 'unavailable', message: 'The console is being closed.' }
    if (this.trainings.isRunning(set)) return { kind: 'conflict', message: `A model of ${set} is being trained already.` }
    const now = Date.now()
    this.settings.noteAttempt(set, 'trained', now)
    return { kind: 'done', training: this.trainings.start({ set, settings: mergeSettings(this.settings.of(set), wanted), who, why }, now) }
  }

  cancel(set: FeatureSetName): boolean {
    return this.trainings.cancel(set)
  }

  async compare(
    id: string,
    range: { from?: number; to?: number },
    options: QuestionOptions,
  ): Promise<Asked<{ comparison?: ModelComparison }>> {
    const { console } = this.parts
    const version = console.model(id)
    const candidate = version && console.modelDocument(id)
    if (version === undefined || candidate === undefined) return { kind: 'not_found', message: `There is no model ${id}.` }
    const inForce = console.modelInForce(version.set)
    // Beside itself it would be told that there is no model in force.
    if (inForce?.id === id) return { kind: 'conflict', message: `${id} is the model in force: compare another with it.` }
    const current = inForce === undefined ? undefined : console.modelDocument(inForce.id)
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
    const before = present.replaced
    // None in its place would take the model out of force, which `stop` is for.
    if (before !== undefined && console.modelDocument(before) === undefined)
      return { kind: 'conflict', message: `${before}, which ${present.id} replaced, is deleted or damaged.` }
    const taken = console.putModelInForce(set, before, { ...context, what: 'model.rollback' })
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
  async drift(set: FeatureSetName, options: QuestionOptions = {}): Promise<Asked<{ drift?: DriftReport }>> {
    const { console, models, changed } = this.parts
    const version = console.modelInForce(set)
    const model = version && console.modelDocument(version.id)
    if (version === undefined || model === undefined) return { kind: 'conflict', message: `No model of ${set} is in force.` }
    const at = Date.now()
    this.settings.noteAttempt(set, 'drift', at)
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
      const { console, config, changed } = this.parts
      if (cleanModelVersions(console, { days: config().retention_days, now }).length > 0) changed()
      for (const set of featureSetNames) await this.keepUp(set, now)
    } catch (error) {
      this.parts.log({ level: 'warn', message: `models: ${describeError(error)}` })
    } finally {
      this.asking = false
    }
  }

  async close(): Promise<void> {
    this.closed = true
    await this.trainings.close()
  }

  private async keepUp(set: FeatureSetName, now: number): Promise<void> {
    const settings = this.settings.of(set)
    const attempts = this.settings.attempts(set)
    if (this.trainings.isRunning(set)) return
    if (isDue(settings.schedule, attempts.trained, now)) {
      this.train(set, {}, itself, 'schedule')
      return
    }
    if (!settings.retrain_on_drift || this.parts.console.modelInForce(set) === undefined || !isDriftDue(attempts.drift, now)) return
    const asked = await this.drift(set)
    if (asked.kind === 'done' && asked.drift?.state === 'moved') this.train(set, {}, itself, 'drift')
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
    this.changed()
  }

  /** Nobody is told any more once the console is being closed. */
  private changed(): void {
    if (!this.closed) this.parts.changed()
  }
}

/** A list of versions needs none of the rows, which `rows` gives. */
function withoutRows(version: ModelVersion): ModelVersion {
  return { ...version, highest: version.highest.slice(0, 5) }
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
