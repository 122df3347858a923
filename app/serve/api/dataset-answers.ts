import { z } from 'zod'

/** What the document says of datasets; nothing is checked against it at run time. */
const json = z.record(z.string(), z.unknown())
const text = z.string().nullable()

/** Refusals of response hooks in the form that they know. */
export const hookRefusal = z
  .object({ error: z.string(), missing: z.array(z.string()).optional().describe('Headers or fields that are missing') })
  .meta({ id: 'HookRefusal' })

/** As hooks send it; read by itself, so that refusals are in their words and order. */
export const hookRequest = z
  .object({
    rawRequest: z.object({
      query: z.string().describe('The GraphQL document'),
      variables: json.nullable(),
      operationName: text,
    }),
    response: z.object({ data: json.optional().describe('Datasets by name: rows, or one object') }),
  })
  .meta({ id: 'DatasetRequest' })

const modelDetails = z.object({
  model_type: z.literal('isolation_forest'),
  trained: z.boolean(),
  reason: z.string().optional().describe('Why there is no model yet'),
  version: z.int().optional(),
  trained_at: z.int().optional().describe('Milliseconds since the epoch'),
  training_records: z.int().optional(),
  features_used: z.int().optional(),
  feature_names: z.array(z.string()).optional(),
  threshold: z.number().optional().describe('A row with a higher score is anomalous'),
})

const reason = z.object({
  field: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  usual: z.string(),
  explanation: z.string(),
  weight: z.number().describe('Share of the score'),
})

const securityConcerns = z.union([
  z.object({ status: z.literal('not_analysed'), reason: z.string() }),
  z.object({
    status: z.literal('analysed'),
    model: z.string(),
    at: z.int(),
    cached: z.boolean(),
    risk_level: z.enum(['low', 'medium', 'high', 'critical']),
    severity: z.number(),
    summary: z.string(),
    concerns: z.array(json),
  }),
])

const result = z
  .object({
    is_anomaly: z.boolean().describe('Anomalous rows, a grave change, or a grave concern about the query'),
    score: z.number().describe('Of its most anomalous row, 0 to 1; 0 without a model'),
    model_details: modelDetails,
    statistical_details: json.describe('record_count, historical_records, anomalous_rows and the statistics of every field'),
    changes: json.describe('compared, comparison (new against history) and significant: what is beyond its limit'),
    query_pattern: json.describe('identity, operation_name, features, complexity_score, first_seen and concerns'),
    security_concerns: securityConcerns.describe(
      'What a language model said; not_analysed whenever none was asked or none answered in full',
    ),
    records: z
      .array(z.object({ index: z.int(), score: z.number(), is_anomaly: z.boolean(), data: json, reasons: z.array(reason) }))
      .describe('Anomalous rows, most anomalous first, at most 100; values masked'),
  })
  .meta({ id: 'DatasetResult' })

export const hookAnswer = z.object({
  results: z.record(z.string(), result),
  metadata: z.object({
    timestamp: z.iso.datetime(),
    query_hash: z.string().describe('MD5 of the query’s text; which query it is whatever its form, query_pattern.identity says'),
    operation_name: text,
    total_records: z.int(),
    total_anomalies: z.int(),
    datasets_processed: z.array(z.string()),
    datasets_skipped: z.array(z.string()).describe('Excluded, or introspection'),
  }),
})

export const analyzeAnswer = z.object({
  dataset: z.string(),
  role: z.string(),
  is_anomaly: z.boolean().nullable().describe('Null: there is no model yet that could say'),
  score: z.number().nullable(),
  reasons: z.array(reason),
  model_details: modelDetails,
  statistical_details: json,
})

export const historyAnswer = z.object({
  dataset: z.string(),
  history: z.array(z.object({ role: z.string(), total: z.int(), records: z.array(z.object({ id: z.int(), at: z.int(), data: json })) })),
})
export const clearedAnswer = z.object({ dataset: z.string(), deleted: z.int() })
export const modelAnswer = z.object({
  dataset: z.string(),
  models: z.array(z.object({ role: z.string(), state: z.string(), versions: z.array(json) })),
})
export const statsAnswer = z.object({
  dataset: z.string(),
  stats: z.array(z.object({ role: z.string(), summary: json, statistics: json.nullable(), query_patterns: z.array(json) })),
})
