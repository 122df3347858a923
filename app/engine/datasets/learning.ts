import { deserialize } from 'node:v8'
import type { DatasetModelVersion, ModelDetails } from '../../model/dataset.ts'
import type { DatasetSettings } from '../../model/dataset-settings.ts'
import { findIdentifiers } from '../../detect/datasets/identifiers.ts'
import type { DatasetModel } from '../../detect/datasets/model.ts'
import { emptySchema, looksAt } from '../../detect/datasets/schema.ts'
import type { DatasetStore, StoredDataset } from '../../store/dataset-port.ts'
import type { Learnt, LearningTask, Trainer } from './training.ts'

/** Models held in memory. */
const mostModels = 64

export interface HeldModel {
  version: DatasetModelVersion
  model: DatasetModel
}

/** What a dataset is usually like: kept up with its history, never in the way of an answer. */
export class DatasetLearning {
  private readonly held = new Map<number, HeldModel>()
  private readonly store: DatasetStore
  private readonly trainer: Trainer
  /** Of datasets that were forgotten: what was being learnt of them meanwhile is not kept. */
  private readonly forgotten = new Map<number, number>()

  constructor(store: DatasetStore, trainer: Trainer) {
    this.store = store
    this.trainer = trainer
  }

  model(dataset: number): HeldModel | undefined {
    const held = this.held.get(dataset)
    if (held !== undefined) {
      this.held.delete(dataset)
      this.held.set(dataset, held)
      return held
    }
    const stored = this.store.model(dataset)
    return stored === undefined
      ? undefined
      : this.hold(dataset, { version: stored.version, model: deserialize(stored.state) as DatasetModel })
  }

  details(dataset: number, { minimum_training_records: minimum }: DatasetSettings): ModelDetails {
    const held = this.model(dataset)
    if (held === undefined) {
      const records = this.store.countRecords(dataset)
      return {
        model_type: 'isolation_forest',
        trained: false,
        reason: `${Math.min(records, minimum)} of ${minimum} rows that training needs`,
      }
    }
    const { version, trained_at, training_records, features, threshold } = held.version
    return {
      model_type: 'isolation_forest',
      trained: true,
      version,
      trained_at,
      training_records,
      features_used: features.length,
      feature_names: features,
      threshold,
    }
  }

  /** After an answer: what its rows have made stale, which takes the more of them the more there were. */
  async keepUp(dataset: StoredDataset, settings: DatasetSettings, now: () => number): Promise<void> {
    const { store } = this
    const { id, traces, statistics, statistics_record } = dataset
    const records = store.countRecords(id)
    if (records > settings.max_historical_records) store.trim(id, settings.max_historical_records)
    const fresh = store.recordsAfter(id, statistics_record)
    const describe = fresh > 0 && (statistics === null || fresh >= Math.max(20, (records - fresh) / 5))
    const train = this.isStale(dataset, records, settings)
    if (describe || train) await this.learn({ dataset: id, traces, statistics, describe, ...(train && this.training(id, settings)) }, now)
    this.trainer.settle()
  }

  /** `undefined`: there are too few rows. */
  train({ id, traces, statistics }: StoredDataset, settings: DatasetSettings, now: () => number): Promise<DatasetModelVersion | undefined> {
    return this.learn({ dataset: id, traces, statistics, describe: false, ...this.training(id, settings) }, now)
  }

  forget(id: number): void {
    this.held.delete(id)
    this.forgotten.set(id, (this.forgotten.get(id) ?? 0) + 1)
  }

  forgetAll(): void {
    this.held.clear()
  }

  private isStale(
    { id, traces, statistics }: StoredDataset,
    records: number,
    { minimum_training_records: minimum }: DatasetSettings,
  ): boolean {
    if (records < minimum) return false
    const held = this.model(id)
    if (held === undefined || looksAt(held.model.schema, findIdentifiers(traces, statistics))) return true
    const since = this.store.recordsAfter(id, Number(this.store.counter(trainedCounter(id)) ?? 0))
    return since >= Math.max(minimum, (records - since) / 2)
  }

  private training(id: number, { threshold: budget, minimum_training_records: minimum }: DatasetSettings): Pick<LearningTask, 'train'> {
    return { train: { budget, minimum, schema: this.model(id)?.model.schema ?? emptySchema } }
  }

  private async learn(task: LearningTask, now: () => number): Promise<DatasetModelVersion | undefined> {
    const forgotten = this.forgotten.get(task.dataset)
    const learnt = await this.trainer.learn(task)
    return this.forgotten.get(task.dataset) === forgotten ? this.take(task.dataset, learnt, now()) : undefined
  }

  private take(id: number, { record, statistics, model }: Learnt, now: number): DatasetModelVersion | undefined {
    const { store } = this
    return store.transaction(() => {
      if (statistics !== undefined) store.saveStatistics(id, statistics, record)
      if (model === undefined) return undefined
      const version = store.saveModel(id, { ...model, trained_at: now })
      store.setCounter(trainedCounter(id), record)
      this.hold(id, { version, model: deserialize(model.state) as DatasetModel })
      return version
    })
  }

  private hold(id: number, held: HeldModel): HeldModel {
    this.held.set(id, held)
    const [oldest] = this.held.keys()
    if (this.held.size > mostModels && oldest !== undefined) this.held.delete(oldest)
    return held
  }
}

function trainedCounter(id: number): string {
  return `trained ${id}`
}
