import { serialize } from 'node:v8'
import type { DatasetStatistics, FieldTraces } from '../../model/dataset.ts'
import { findIdentifiers } from '../../detect/datasets/identifiers.ts'
import { trainModel } from '../../detect/datasets/model.ts'
import { namesOf, type FeatureSchema } from '../../detect/datasets/schema.ts'
import { describeRows } from '../../detect/datasets/statistics.ts'
import type { DatasetSampler } from '../../store/dataset-port.ts'

/** Rows that are described, and learnt from, spread over all of history: more would change little. */
const mostRows = 5000
const mostTrainingRows = 2000

/** What is to be learnt from the history of a dataset. */
export interface LearningTask {
  dataset: number
  traces: FieldTraces
  /** As they are. */
  statistics: DatasetStatistics | null
  describe: boolean
  train?: { budget: number; minimum: number; schema: FeatureSchema }
}

/** What was found, up to which row. */
export interface Learnt {
  record: number
  statistics?: DatasetStatistics | null
  /** Absent too where there are too few rows. */
  model?: { training_records: number; threshold: number; features: string[]; state: Uint8Array }
}

/** Does so, wherever that is: a tenth of a second and more, in which nobody should have to wait. */
export interface Trainer {
  learn(task: LearningTask): Promise<Learnt>
  /** Something was written, which may be brought into the database’s file where it keeps nobody waiting. */
  settle(): void
  close(): Promise<void>
}

export type ToTrainer = { kind: 'learn'; id: number; task: LearningTask } | { kind: 'settle' }
export type FromTrainer = { kind: 'learnt'; id: number; learnt: Learnt } | { kind: 'failed'; id: number; message: string }

export function learnFrom(sampler: Omit<DatasetSampler, 'close'>, { dataset, traces, statistics, describe, train }: LearningTask): Learnt {
  // Rows that come while others are read are learnt from the next time.
  const learnt: Learnt = { record: sampler.newestRecord(dataset) }
  let known = statistics
  if (describe) {
    const identifiers = findIdentifiers(traces, statistics)
    const described = describeRows(sampler.sample(dataset, mostRows), { identifiers, shapes: true })
    known = 'fields' in described ? (described as DatasetStatistics) : null
    learnt.statistics = known
  }
  if (train === undefined) return learnt
  const rows = sampler.sample(dataset, mostTrainingRows)
  if (rows.length < Math.min(train.minimum, mostTrainingRows) / 2) return learnt
  const { budget, schema } = train
  const model = trainModel(rows, { budget, seed: dataset, schema, identifiers: findIdentifiers(traces, known) })
  const { threshold } = model
  learnt.model = { training_records: rows.length, threshold, features: namesOf(model.schema), state: serialize(model) }
  return learnt
}
