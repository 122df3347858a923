import { z } from 'zod'

const days = (usual: number, what: string) => z.int().min(1).max(3650).default(usual).describe(`Days that ${what} are kept`)

/** Asking a language model: off unless it is switched on and a key is given (ANTHROPIC_API_KEY, or in the window). */
export const languageModelSchema = z.strictObject({
  enabled: z.boolean().default(false).describe('Send field names, statistics and masked samples to a language model; needs a key as well'),
  model: z.string().min(1).max(200).default('claude-sonnet-5-5').describe('Name of the model (CLAUDE_MODEL)'),
  base_url: z.url().nullable().default(null).describe('Address of the API, such as a proxy of your own; empty takes the provider’s'),
  max_tokens: z.int().min(256).max(200_000).default(4096).describe('Most tokens of an answer (MAX_TOKENS)'),
  timeout_seconds: z.number().min(1).max(300).default(20).describe('An answer that takes longer is not waited for'),
  analyses_per_day: z.int().min(1).max(100_000).default(100).describe('Most questions in a day (UTC); what is in the cache costs none'),
  cache_hours: z.number().min(0).max(720).default(24).describe('The same question is answered from the cache for so long'),
})
export type LanguageModelSettings = z.infer<typeof languageModelSchema>

/** How answers of queries are watched. */
export const datasetsSchema = z.strictObject({
  history_days: days(14, 'rows').describe('Days that rows are kept to learn from (HISTORICAL_RETENTION_DAYS)'),
  anomaly_days: days(90, 'runs').describe('Days that runs and anomalous rows are kept (ANOMALY_RETENTION_DAYS)'),
  model_days: days(360, 'models').describe('Days that models out of force are kept (MODEL_RETENTION_DAYS)'),
  threshold: z
    .number()
    .min(0.0001)
    .max(0.5)
    .default(0.01)
    .describe('Of ordinary rows, the share that may score as anomalous: an alert budget (ANOMALY_THRESHOLD)'),
  minimum_training_records: z
    .int()
    .min(10)
    .max(100_000)
    .default(100)
    .describe('Rows needed before a model is trained (MINIMUM_TRAINING_RECORDS)'),
  max_historical_records: z
    .int()
    .min(100)
    .max(1_000_000)
    .default(100_000)
    .describe('Most rows kept of a dataset and role, the oldest go first (MAX_HISTORICAL_RECORDS)'),
  max_records_per_batch: z
    .int()
    .min(1)
    .max(10_000)
    .default(50)
    .describe('Rows of a request worked on at once, between which others have their turn (MAX_RECORDS_PER_BATCH)'),
  excluded: z
    .array(z.string().min(1).max(500))
    .max(200)
    .default([])
    .describe('Regular expressions (RE2); datasets in whose name one is found are not processed (EXCLUDED_DATASETS)'),
  language_model: languageModelSchema.prefault({}),
})
export type DatasetSettings = z.infer<typeof datasetsSchema>
