import { z } from 'zod'
import { datasetsSchema, type DatasetSettings } from '../model/dataset-settings.ts'
import type {
  DatasetAccount,
  DatasetCleanUp,
  DatasetModelVersion,
  DatasetRun,
  DatasetRunSummary,
  DatasetSummary,
} from '../model/dataset.ts'
import { request } from './request.ts'

const none = z.strictObject({})
const name = z.string().min(1).max(200)
/** A dataset is watched for each role by itself. */
const one = z.strictObject({ name, role: name })

/** Some settings, without the defaults that would fill in what is left out. */
const someSettings = z.strictObject(
  Object.fromEntries(Object.entries(datasetsSchema.shape).map(([key, schema]) => [key, schema.unwrap().optional()])),
) as unknown as z.ZodType<Partial<DatasetSettings>>

/** Datasets: answers of an application's queries. */
export const datasetRequests = {
  /** One entry a dataset and role, newest first. */
  'datasets.list': request<{ datasets: DatasetSummary[] }>()(none),
  'datasets.get': request<DatasetDetail>()(one),
  /** Runs before `before` (a run's id), newest first. */
  'datasets.runs': request<{ runs: DatasetRunSummary[] }>()(one.extend({ before: z.int().optional(), limit: z.int().min(1).max(500) })),
  /** A run with what changed (old against new) and its anomalous rows with their reasons. */
  'datasets.run': request<{ run: DatasetRun }>()(z.strictObject({ id: z.int() })),
  /** Rows of history, newest first. */
  'datasets.records': request<{ records: HistoryRecord[]; total: number }>()(
    one.extend({ before: z.int().optional(), limit: z.int().min(1).max(1000) }),
  ),
  /**
   * Runs the same analysis over a file: its text (`text`), or a path on the engine's machine. CSV has a line of names;
   * JSON is an array of objects, or one object a line. `auto` looks at the first character.
   */
  'datasets.import': request<{ runs: DatasetRun[]; records: number; skipped: number; problems: string[] }>()(
    z
      .strictObject({
        name,
        role: name.default('import'),
        format: z.enum(['auto', 'csv', 'json_lines']).default('auto'),
        text: z
          .string()
          .max(3 << 20)
          .optional(),
        path: z.string().min(1).max(4096).optional(),
      })
      .refine(({ text, path }) => (text === undefined) !== (path === undefined), 'give either text or path'),
  ),
  /** Rows, runs, anomalies and models; `history`: only the rows. */
  'datasets.delete': request<{ deleted: number }>()(z.strictObject({ name, role: name.optional(), history: z.boolean().default(false) })),
  /** Trains anew on the history there is. */
  'datasets.train': request<{ model: DatasetModelVersion }>()(one),
  /** Applies retention now. */
  'datasets.clean': request<DatasetCleanUp>()(none),
  'datasets.settings': request<DatasetSettingsAnswer>()(none),
  /** Whole sections of vedette.yml's `datasets:`; what is left out stays. `api_key`: kept in a file that only its owner may read; null forgets it. */
  'datasets.configure': request<DatasetSettingsAnswer>()(
    z.strictObject({
      settings: someSettings.optional(),
      api_key: z.string().min(8).max(500).nullable().optional(),
    }),
  ),
  /** Exactly what would be sent to the language model about the newest run, whether it is on or not. Nothing is sent. */
  'datasets.preview': request<LanguageModelPreview>()(one),
} as const

export interface HistoryRecord {
  id: number
  at: number
  /** Masked. */
  data: Record<string, unknown>
}

export interface DatasetDetail extends DatasetAccount {
  retention: {
    history_days: number
    anomaly_days: number
    model_days: number
    max_historical_records: number
    records: number
    oldest_record: number | null
    oldest_run: number | null
    /** The last clean-up, when there was one. */
    last_clean_up: DatasetCleanUp | null
  }
}

export interface DatasetSettingsAnswer {
  settings: DatasetSettings
  /** Settings that a name such as `ANOMALY_THRESHOLD` sets: a change here does not reach them. */
  overridden: { path: string; by: string }[]
  language_model: {
    /** On, with a key: analyses are made. */
    active: boolean
    /** Where the key comes from; the key itself is never told. */
    key: 'none' | 'environment' | 'file'
    used_today: number
    /** Of this run of Vedette, why the last analysis was not made. */
    last_failure: string | null
  }
}

export interface LanguageModelPreview {
  /** `POST URL`. */
  url: string
  /** The body of the request, to the byte; the key travels in a header and is no part of it. */
  body: string
  bytes: number
}
