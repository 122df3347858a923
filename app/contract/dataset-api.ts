import { z } from 'zod'
import { datasetModelSchema, datasetStateSchema, datasetSummarySchema } from '../model/dataset.ts'
import { storedQueryPatternSchema } from '../model/dataset-query.ts'
import { datasetResultSchema, modelDetailsSchema, rowReasonSchema, rowSchema } from '../model/dataset-result.ts'
import { datasetStatisticsSchema } from '../model/dataset-statistics.ts'
import type { ApiCaller, ApiResult } from './api.ts'

/** Of `POST /anomalies`. */
export const hookAnswerSchema = z.strictObject({
  results: z.record(z.string(), datasetResultSchema).describe('By dataset'),
  metadata: z.strictObject({
    timestamp: z.iso.datetime(),
    query_hash: z.string().describe('MD5 of the query’s text; which query it is whatever its form, query_pattern.identity says'),
    operation_name: z.string().nullable(),
    total_records: z.int(),
    total_anomalies: z.int().describe('Anomalous rows'),
    datasets_processed: z.array(z.string()),
    datasets_skipped: z.array(z.string()).describe('Excluded, or introspection'),
  }),
})
export type HookAnswer = z.infer<typeof hookAnswerSchema>

/** Of `POST /analyze/:id`. */
export const analyzeAnswerSchema = z.strictObject({
  dataset: z.string(),
  role: z.string(),
  is_anomaly: z.boolean().nullable().describe('Null: there is no model yet that could say'),
  score: z.number().nullable().describe('0 to 1; null without a model'),
  reasons: z.array(rowReasonSchema).describe('Strongest first'),
  model_details: modelDetailsSchema,
  statistical_details: z.strictObject({
    historical_records: z.int().describe('Rows that history’s statistics are of'),
    features: z.array(z.number()).describe('The record as numbers, by the names of its fields in their order, without texts'),
  }),
})
export type AnalyzeAnswer = z.infer<typeof analyzeAnswerSchema>

const dataset = z.string()
const role = z.string()

export const historyAnswerSchema = z.strictObject({
  dataset,
  history: z.array(
    z.strictObject({
      role,
      total: z.int().describe('Rows in history'),
      records: z
        .array(z.strictObject({ id: z.int(), at: z.int().describe('Milliseconds since the epoch'), data: rowSchema }))
        .describe('Newest first; the last id is the `before` of the next page'),
    }),
  ),
})
export type HistoryAnswer = z.infer<typeof historyAnswerSchema>

export const clearedAnswerSchema = z.strictObject({ dataset, deleted: z.int().describe('Rows') })
export type ClearedAnswer = z.infer<typeof clearedAnswerSchema>

export const modelAnswerSchema = z.strictObject({
  dataset,
  models: z.array(z.strictObject({ role, state: datasetStateSchema, versions: z.array(datasetModelSchema).describe('Newest first') })),
})
export type ModelAnswer = z.infer<typeof modelAnswerSchema>

export const statsAnswerSchema = z.strictObject({
  dataset,
  stats: z.array(
    z.strictObject({
      role,
      summary: datasetSummarySchema,
      statistics: datasetStatisticsSchema.nullable().describe('Of the rows in history; null where there are none'),
      query_patterns: z.array(storedQueryPatternSchema).describe('Queries of this role that read this dataset, most asked first'),
    }),
  ),
})
export type StatsAnswer = z.infer<typeof statsAnswerSchema>

/** An answer as it is sent: JSON, in the form that response hooks know, refusals too. */
export interface RawApiAnswer {
  status: number
  body: string
}

/** What response hooks and their operators may ask of datasets. `body`: as it was sent. */
export interface DatasetApi {
  /** Answers a `HookAnswer`. */
  anomalies(input: { role?: string; user?: string; body: string }, caller: ApiCaller): Promise<ApiResult<RawApiAnswer>>
  /** Answers an `AnalyzeAnswer`. */
  analyze(input: { name: string; role?: string; body: string }): Promise<ApiResult<RawApiAnswer>>
  history(input: { name: string; role?: string; before?: number; limit: number }): Promise<ApiResult<HistoryAnswer>>
  clearHistory(input: { name: string; role?: string }, caller: ApiCaller): Promise<ApiResult<ClearedAnswer>>
  model(input: { name: string; role?: string }): Promise<ApiResult<ModelAnswer>>
  stats(input: { name: string; role?: string }): Promise<ApiResult<StatsAnswer>>
}
