import { z } from 'zod'
import type { StoredQueryPattern } from './dataset-query.ts'
import type { DatasetResult } from './dataset-result.ts'
import type { DatasetStatistics } from './dataset-statistics.ts'

/** Answers of an application's queries, watched for what should not be in them: what is told of a dataset. */
export type * from './dataset-changes.ts'
export type * from './dataset-query.ts'
export type * from './dataset-result.ts'
export type * from './dataset-statistics.ts'

/** What the values of one field have been, answer after answer. */
export interface FieldTrace {
  /** Answers with rows enough to say. */
  answers: number
  /** Of those, in how many nearly each row had another value. */
  distinct: number
  /** How surely each answer lies above the one before; two fewer whenever one does not. */
  rises: number
  form: 'integer' | 'number' | 'uuid' | 'text'
  /** Of numbers, in the last answer. */
  last?: { low: number; high: number; mean: number; unique: number }
}

/** The schema of a dataset that is remembered beside its columns: by field. */
export type FieldTraces = Record<string, FieldTrace>

const at = z.int().describe('Milliseconds since the epoch')

const datasetRunSummarySchema = z.strictObject({
  id: z.int(),
  dataset: z.string(),
  role: z.string(),
  at,
  user: z.string().nullable(),
  origin: z.enum(['request', 'import']),
  operation_name: z.string().nullable(),
  query_identity: z.string().nullable(),
  records: z.int(),
  anomalies: z.int(),
  score: z.number(),
  is_anomaly: z.boolean(),
  changes: z.int().describe('Significant ones'),
  concerns: z.int(),
})
export type DatasetRunSummary = z.infer<typeof datasetRunSummarySchema>

export interface DatasetRun extends DatasetRunSummary {
  result: DatasetResult
  /** What history said then; null for the first run. */
  before: DatasetStatistics | null
}

export const datasetModelSchema = z
  .strictObject({
    version: z.int(),
    trained_at: at,
    training_records: z.int(),
    features: z.array(z.string()),
    threshold: z.number().describe('A row with a higher score is anomalous'),
    in_force: z.boolean(),
  })
  .meta({ id: 'DatasetModel' })
export type DatasetModelVersion = z.infer<typeof datasetModelSchema>

export const datasetStateSchema = z.enum(['learning', 'watching']).describe('`learning` until there are rows enough to train on')

export const datasetSummarySchema = z.strictObject({
  name: z.string(),
  role: z.string(),
  first_seen: at,
  last_seen: at,
  records: z.int().describe('Rows in history'),
  runs: z.int(),
  anomalies: z.int().describe('Anomalous rows kept'),
  last_run: datasetRunSummarySchema.nullable(),
  model: datasetModelSchema.nullable(),
  state: datasetStateSchema,
})
export type DatasetSummary = z.infer<typeof datasetSummarySchema>

/** What is known of one dataset as one role reads it. */
export interface DatasetAccount {
  summary: DatasetSummary
  /** Of the rows in history; null when there are none. */
  statistics: DatasetStatistics | null
  /** The newest 100. */
  runs: DatasetRunSummary[]
  /** Queries of this role that read this dataset, most asked first. */
  patterns: StoredQueryPattern[]
  /** Fields that this role has read, with how often. */
  fields: { field: string; first_seen: number; last_seen: number; uses: number }[]
  models: DatasetModelVersion[]
}

/** What a clean-up took away. */
export interface DatasetCleanUp {
  at: number
  records: number
  anomalies: number
  runs: number
  models: number
  queries: number
  datasets: number
  analyses: number
  /** False: it was interrupted, and goes on where it was at its next turn. */
  complete: boolean
}
