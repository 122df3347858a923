import { deserialize, serialize } from 'node:v8'
import type { DatasetModelVersion, ModelDetails } from '../../model/dataset.ts'
import type { DatasetSettings } from '../../model/dataset-settings.ts'
import { trainModel, type DatasetModel } from '../../detect/datasets/model.ts'
import { findIdentifiers } from '../../detect/datasets/identifiers.ts'
import { emptySchema, looksAt, namesOf } from '../../detect/datasets/schema.ts'
import { describeRows } from '../../detect/datasets/statistics.ts'
import type { DatasetStatistics } from '../../model/dataset.ts'
import type { DatasetStore, StoredDataset } from '../../store/dataset-port.ts'

/** Rows that are described, and learnt from, spread over all of history: more would change little and hold others up. */
const mostRows = 5000
const mostTrainingRows = 2000
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

  constructor(store: DatasetStore) {
    this.store = store
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
  keepUp(dataset: StoredDataset, settings: DatasetSettings, now: number): void {
    const { store } = this
    const { id, statistics, statistics_record } = dataset
    const records = store.countRecords(id)
    if (records > settings.max_historical_records) store.trim(id, settings.max_historical_records)
    const fresh = store.recordsAfter(id, statistics_record)
    if (statistics === null || fresh >= Math.max(20, (records - fresh) / 5)) this.describe(dataset)
    if (records < settings.minimum_training_records) return
    const since = store.recordsAfter(id, Number(store.counter(trainedCounter(id)) ?? 0))
    const held = this.model(id)
    const isStale = since >= Math.max(settings.minimum_training_records, (records - since) / 2)
    if (held === undefined || isStale || looksAt(held.model.schema, findIdentifiers(dataset.traces, statistics)))
      this.train(dataset, settings, now)
  }

  private describe({ id, traces, statistics: before }: StoredDataset): DatasetStatistics | null {
    const described = describeRows(this.store.sample(id, mostRows), { identifiers: findIdentifiers(traces, before), shapes: true })
    const statistics = 'fields' in described ? (described as DatasetStatistics) : null
    this.store.saveStatistics(id, statistics, this.store.newestRecord(id))
    return statistics
  }

  /** `undefined`: there are too few rows. */
  train(
    { id, traces, statistics }: StoredDataset,
    { threshold: budget, minimum_training_records: minimum }: DatasetSettings,
    now: number,
  ): DatasetModelVersion | undefined {
    const { store } = this
    const rows = store.sample(id, mostTrainingRows)
    if (rows.length < Math.min(minimum, mostTrainingRows) / 2) return undefined
    const before = this.model(id)
    const identifiers = findIdentifiers(traces, statistics)
    const model = trainModel(rows, { budget, seed: id, schema: before?.model.schema ?? emptySchema, identifiers })
    const version = store.saveModel(id, {
      trained_at: now,
      training_records: rows.length,
      threshold: model.threshold,
      features: namesOf(model.schema),
      state: serialize(model),
    })
    store.setCounter(trainedCounter(id), store.newestRecord(id))
    this.hold(id, { version, model })
    return version
  }

  forget(id: number): void {
    this.held.delete(id)
  }

  forgetAll(): void {
    this.held.clear()
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
