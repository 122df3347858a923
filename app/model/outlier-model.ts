import { z } from 'zod'

/** What learns what is usual, many features at a time. */
export const modelAlgorithms = ['isolation_forest', 'half_space_trees'] as const
export type ModelAlgorithm = (typeof modelAlgorithms)[number]

export const featureSetNames = ['hosts', 'accounts', 'actors', 'names', 'events'] as const
export type FeatureSetName = (typeof featureSetNames)[number]

/** How the models of one feature set are made. */
export const modelSettingsSchema = z.strictObject({
  algorithm: z.enum(modelAlgorithms).default('isolation_forest').describe('What is grown'),
  features: z.array(z.string().max(100)).max(50).nullable().default(null).describe('Features looked at; empty takes all of the set'),
  training_days: z.number().min(0.05).max(360).default(14).describe('Days of stored records a model learns from'),
  minimum_rows: z.int().min(20).max(100_000).default(100).describe('Rows below which nothing is learnt'),
  window_minutes: z.number().min(1).max(1440).default(15).describe('Length of the window that makes a row of an entity'),
  trees: z.int().min(10).max(500).default(100).describe('Trees of a model'),
  samples: z.int().min(32).max(4096).default(256).describe('Rows a tree is grown from'),
  profile_days: z
    .number()
    .min(0.05)
    .max(360)
    .default(7)
    .describe('Half-space trees: days of rows by which they judge; as many later, those that came since take their place'),
  budget: z.number().min(0.01).max(1000).default(2).describe('About how many rows a day may stand out'),
  schedule: z.enum(['off', 'daily', 'weekly', 'monthly']).default('off').describe('When a new version is trained'),
  retrain_on_drift: z.boolean().default(false).describe('Train a new version when what is usual has moved'),
  take_over: z
    .enum(['ask', 'automatic'])
    .default('ask')
    .describe('Whether a version trained by itself waits for you, or takes over when the comparison is in its favour'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31)
    .default(42)
    .describe('Of the chance that grows the trees: the same rows and seed give the same model'),
})
export type ModelSettings = z.infer<typeof modelSettingsSchema>

/** Where most training rows lie, in the feature's own unit. */
export interface FeatureRange {
  feature: string
  /** 5th percentile, median and 95th percentile. */
  low: number
  median: number
  high: number
}

/** What made a row stand out. */
export interface FeatureContribution {
  feature: string
  title: string
  unit: string
  value: number
  low: number
  high: number
  /** Of all that shortened the row's paths, 0 to 1. */
  share: number
}

/** One row that stood out. */
export interface ScoredRow {
  entity: string
  /** Event times of its window; milliseconds. */
  from: number
  to: number
  records: number
  score: number
  /** `0.5` is the model's limit. */
  standing: number
  contributions: FeatureContribution[]
  /** `seq` of a few of its records. */
  evidence: number[]
}

export type ModelState = 'candidate' | 'in_force' | 'retired'

/** What is known of one trained version. */
export interface ModelVersion {
  /** `hosts-3`. */
  id: string
  set: FeatureSetName
  version: number
  state: ModelState
  algorithm: ModelAlgorithm
  features: string[]
  settings: ModelSettings
  trained_at: number
  trained_by: string
  why: 'asked' | 'schedule' | 'drift'
  /** How long training took; milliseconds. */
  took: number
  /** Event times it learnt from; milliseconds. */
  from: number
  to: number
  /** The newest record it saw: no row with one of these is ever scored by it. */
  last_seq: number
  records: number
  /** Rows it learnt from. */
  rows: number
  /** Rows left out since an analyst confirmed an event about them. */
  confirmed_rows: number
  /** Rows there were; more than `rows` when there were too many to learn from all. */
  rows_seen: number
  rows_per_day: number
  /** Of half-space trees: after so many rows scored, they judge by those. */
  profile_rows?: number
  /** Score above which a row stands out: as many training rows a day do as the budget allows. */
  limit: number
  /** Training rows above the limit, a day. */
  outliers_per_day: number
  ranges: FeatureRange[]
  /** Of training scores from 0 to 1, in 20 equal bins. */
  histogram: number[]
  /** Training rows with the highest scores. */
  highest: ScoredRow[]
  /** When it was last put in force or taken out of it. */
  changed_at?: number
  /** The model that was in force before this one. */
  replaced?: string
}

/** One model on some days, beside another. */
export interface ComparedModel {
  id: string
  limit: number
  /** Rows that stand out. */
  outliers: number
  outliers_per_day: number
  /** Rows under an event that an analyst confirmed: how many of them stand out. */
  confirmed_found: number
  /** Rows under an event of this detector judged false: how many of them stand out. */
  noise: number
}

export interface ModelComparison {
  from: number
  to: number
  records: number
  /** Rows of the candidate; the other model may see other windows. */
  rows: number
  days: number
  /** Rows under a confirmed event. */
  confirmed: number
  candidate: ComparedModel
  /** Absent when no model was in force. */
  current?: ComparedModel
  /** Stand out by one and not by the other: how many, and the strongest of them. */
  only_candidate: number
  only_current: number
  both: number
  gained: ScoredRow[]
  lost: ScoredRow[]
  /** Of ranks of the same rows (Spearman), -1 to 1; absent when the rows differ. */
  agreement?: number
  verdict: 'better' | 'same' | 'worse'
  /** One sentence. */
  why: string
}

export interface DriftReport {
  at: number
  from: number
  to: number
  rows: number
  /** Population stability index of the scores: below 0.1 steady, above 0.25 moved. */
  psi: number
  state: 'steady' | 'moving' | 'moved' | 'too_few'
  /** By feature, the most moved first. */
  features: { feature: string; psi: number }[]
}
