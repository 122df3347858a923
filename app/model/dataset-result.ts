import { z } from 'zod'
import { datasetChangesSchema } from './dataset-changes.ts'
import { queryPatternSchema } from './dataset-query.ts'
import { datasetStatisticsSchema } from './dataset-statistics.ts'

/** What is told of one dataset of one request. */
const at = z.int().describe('Milliseconds since the epoch')
export const rowSchema = z.record(z.string(), z.unknown()).describe('A row by its fields; values masked')

export const rowReasonSchema = z
  .strictObject({
    field: z.string(),
    value: z.union([z.string(), z.number(), z.boolean()]).nullable().describe('Masked'),
    usual: z.string().describe('Such as `9.1 to 14.7`, `one of FR, DE`'),
    explanation: z.string().describe('One sentence'),
    weight: z.number().describe('Share of the score, 0 to 1'),
  })
  .describe('A part of why a row is anomalous')
export type RowReason = z.infer<typeof rowReasonSchema>

const anomalousRowSchema = z.strictObject({
  index: z.int().describe('Its place in the answer, from 0'),
  score: z.number(),
  is_anomaly: z.boolean(),
  data: rowSchema,
  reasons: z.array(rowReasonSchema).describe('Strongest first'),
})
export type AnomalousRow = z.infer<typeof anomalousRowSchema>

export const modelDetailsSchema = z.strictObject({
  model_type: z.literal('isolation_forest'),
  trained: z.boolean(),
  reason: z.string().optional().describe('Why there is no model yet: `83 of 100 rows that training needs`'),
  version: z.int().optional(),
  trained_at: at.optional(),
  training_records: z.int().optional(),
  features_used: z.int().optional(),
  feature_names: z.array(z.string()).optional(),
  threshold: z.number().optional().describe('A row with a higher score is anomalous'),
})
export type ModelDetails = z.infer<typeof modelDetailsSchema>

const statisticalDetailsSchema = z.strictObject({
  record_count: z.int().describe('Rows of this answer'),
  historical_records: z.int().describe('Rows that history’s statistics are of'),
  anomalous_rows: z.int(),
  statistics: datasetStatisticsSchema.describe('Of this answer'),
})
export type StatisticalDetails = z.infer<typeof statisticalDetailsSchema>

const level = z.enum(['low', 'medium', 'high', 'critical'])

const securityAnalysisSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('not_analysed'), reason: z.string() }),
  z.strictObject({
    status: z.literal('analysed'),
    model: z.string(),
    at,
    cached: z.boolean(),
    risk_level: level,
    severity: z.number().describe('0 to 1, of `risk_level`'),
    summary: z.string(),
    concerns: z.array(z.strictObject({ type: z.string(), severity: level, description: z.string(), fields: z.array(z.string()) })),
  }),
])
/** What a language model was asked and said; `not_analysed` whenever it did not answer in full. */
export type SecurityAnalysis = z.infer<typeof securityAnalysisSchema>

export const datasetResultSchema = z
  .strictObject({
    is_anomaly: z.boolean().describe('Anomalous rows, a grave change, or a grave concern about the query'),
    score: z.number().describe('Of its most anomalous row, 0 to 1; 0 without a model'),
    model_details: modelDetailsSchema,
    statistical_details: statisticalDetailsSchema,
    changes: datasetChangesSchema,
    query_pattern: queryPatternSchema,
    security_concerns: securityAnalysisSchema.describe(
      'What a language model said; not_analysed whenever none was asked or none answered in full',
    ),
    records: z.array(anomalousRowSchema).describe('Anomalous rows only, most anomalous first, at most 100'),
  })
  .meta({ id: 'DatasetResult' })
/** One dataset of one request. */
export type DatasetResult = z.infer<typeof datasetResultSchema>
