import type { ModelTraining, TrainingFailure } from '../../contract/models.ts'
import type { FeatureSetName, ModelSettings, ModelVersion } from '../../model/outlier-model.ts'
import type { ModelClient } from '../../pipeline/model-client.ts'
import type { ConsoleStore } from '../../store/store.ts'
import { confirmedSpans } from './spans.ts'

const day = 86_400_000

export interface TrainingParts {
  console: Pick<ConsoleStore, 'searchEvents' | 'addModel'>
  models: Pick<ModelClient, 'ask'>
  /** The number of the newest record stored. */
  lastSeq: () => number
  /** A version is there: before it is told that the training has ended. */
  trained: (version: ModelVersion, signal: AbortSignal) => Promise<void>
  /** Something of what is running, or how it failed. */
  changed: () => void
  log: (line: { level: 'info' | 'warn'; message: string }) => void
}

export interface TrainingOrder {
  set: FeatureSetName
  settings: ModelSettings
  who: string
  why: ModelVersion['why']
}

interface Running {
  training: ModelTraining
  controller: AbortController
  ended: Promise<void>
}

/** Trainings under way, one a set, and how the last of each failed. */
export class ModelTrainings {
  private readonly parts: TrainingParts
  private readonly running = new Map<FeatureSetName, Running>()
  private readonly failed = new Map<FeatureSetName, TrainingFailure>()

  constructor(parts: TrainingParts) {
    this.parts = parts
  }

  isRunning(set: FeatureSetName): boolean {
    return this.running.has(set)
  }

  list(): ModelTraining[] {
    return [...this.running.values()].map(({ training }) => training)
  }

  failures(): TrainingFailure[] {
    return [...this.failed.values()]
  }

  /** Begins; `changed` tells how it goes on. */
  start(order: TrainingOrder, started_at: number): ModelTraining {
    const controller = new AbortController()
    const training: ModelTraining = { set: order.set, why: order.why, started_at, fraction: 0 }
    this.failed.delete(order.set)
    const ended = this.run(order, training, controller.signal)
    this.running.set(order.set, { training, controller, ended })
    this.parts.changed()
    return training
  }

  /** False where none was running. */
  cancel(set: FeatureSetName): boolean {
    this.running.get(set)?.controller.abort()
    return this.running.has(set)
  }

  async close(): Promise<void> {
    const running = [...this.running.values()]
    for (const { controller } of running) controller.abort()
    await Promise.all(running.map(({ ended }) => ended))
  }

  private async run({ set, settings, who, why }: TrainingOrder, training: ModelTraining, signal: AbortSignal): Promise<void> {
    const { console, models, lastSeq, trained, changed, log } = this.parts
    const now = Date.now()
    try {
      const confirmed = confirmedSpans(console, { from: 0, to: now + day })
      const onProgress = (fraction: number) => {
        training.fraction = fraction
        changed()
      }
      const answer = await models.ask({ kind: 'train', set, settings, now, last_seq: lastSeq(), confirmed }, { signal, onProgress })
      if (answer === undefined) this.fail(set, 'cancelled', 'It was cancelled.')
      else if (answer.kind === 'too_few_rows') this.fail(set, 'too_few_rows', describeTooFew(answer, settings))
      else if (answer.kind === 'trained') {
        const at = Date.now()
        const summary = { ...answer.summary, trained_at: at, trained_by: who, why, took: at - training.started_at }
        await trained(console.addModel({ set, summary, document: (id) => ({ ...answer.document, id }) }, { who, at }), signal)
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.fail(set, 'failed', message)
      log({ level: 'warn', message: `training of ${set} failed: ${message}` })
    } finally {
      this.running.delete(set)
      changed()
    }
  }

  private fail(set: FeatureSetName, kind: TrainingFailure['kind'], message: string): void {
    this.failed.set(set, { set, at: Date.now(), kind, message })
  }
}

function describeTooFew(
  { rows, confirmed_rows }: { rows: number; confirmed_rows: number },
  { minimum_rows, training_days }: ModelSettings,
): string {
  const without = confirmed_rows > 0 ? `, ${confirmed_rows} more left out since they were confirmed as attacks` : ''
  return `There are ${rows} rows in the last ${training_days} days${without}; it takes ${minimum_rows}: ${minimum_rows - rows} are missing.`
}
