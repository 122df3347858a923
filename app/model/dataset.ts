/** Answers of an application's queries, watched for what should not be in them: what is told of a dataset. */

export interface NumericSummary {
  mean: number
  std: number
  min: number
  max: number
  median: number
  q1: number
  q3: number
  unique_values: number
}

/** `bin_edges` has one more than `histogram`. */
export interface Distribution {
  histogram: number[]
  bin_edges: number[]
}

export interface NumericField {
  type: 'numeric'
  numeric_stats: NumericSummary
  distribution: Distribution
}

/** Texts and booleans of few values; `text`: of so many that only their form is kept. */
export interface TextField {
  type: 'categorical' | 'text'
  stats: {
    unique_count: number
    uniqueness_ratio: number
    avg_length: number
    /** The most frequent values, at most 200, most frequent first; empty for `text`. */
    value_distribution: Record<string, number>
    /** Values that are left out of `value_distribution`. */
    other_values?: number
  }
}

export interface DateField {
  type: 'date'
  stats: { min_date: string; max_date: string; unique_dates: number }
  /** Seconds since the epoch. */
  numeric_stats: NumericSummary
  components: {
    years: NumericField
    months: { distribution: Record<string, number>; most_common: [number, number][] }
    days: { distribution: Record<string, number>; patterns: { weekday_weekend: { weekday: number; weekend: number } } }
    /** Business hours: from 9 to 17, both within. */
    hours: { distribution: Record<string, number>; patterns: { business_hours: number; off_hours: number } }
    /** Monday is 0. */
    weekdays: { distribution: Record<string, number>; most_common: [number, number][] }
  }
}

export type FieldStatistics = NumericField | TextField | DateField

export interface DatasetStatistics {
  record_count: number
  /** Without fields that hold nothing but null: `nulls` has those as well. */
  fields: Record<string, FieldStatistics>
  /** Pearson, of numbers; each pair once. */
  correlations: Record<string, Record<string, number>>
  /** Cramér's V, of texts of few values; each pair once. */
  enum_correlations: Record<string, Record<string, number>>
  nulls: Record<string, { count: number; null_count: number }>
  /** Fields that name a row and measure nothing: they are not judged. */
  identifiers?: Record<string, IdentifierKind>
  /** Of numbers, where there are enough. */
  shapes?: Record<string, NumberShape>
}

/**
 * Why a field is an identifier: it holds UUIDs, keys by its name and values, numbers that only ever grow, moments written as
 * numbers, or names rows of another table.
 */
export type IdentifierKind = 'uuid' | 'key' | 'rising' | 'time' | 'reference'

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

/** One end of many numbers: what lies beyond `from`, as a generalised Pareto distribution. */
export interface Tail {
  from: number
  /** Of the values, that lie beyond. */
  share: number
  scale: number
  shape: number
}

export interface NumberShape {
  kurtosis: number
  upper: Tail
  /** Of the values with their signs turned. */
  lower: Tail
}

export type ChangeSeverity = 'medium' | 'high'

/** One difference between what history says and what came, beyond its limit. */
export interface SignificantChange {
  field?: string
  field_pair?: [string, string]
  type:
    | 'numeric_mean'
    | 'numeric_variance'
    | 'numeric_range'
    | 'numeric_outlier'
    | 'distribution_shift'
    | 'distribution_bin_count'
    | 'categorical_cardinality'
    | 'categorical_distribution'
    | 'categorical_dominant'
    | 'date_weekend'
    | 'null_ratio'
    | 'correlation'
  severity: ChangeSeverity
  /** The numbers behind it, by the names that applications know (`z_score`, `old_value`, `new_range`, …). */
  [detail: string]: unknown
}

export interface FieldChange {
  type_changed: boolean
  value_range_changed: boolean
  cardinality_changed: boolean
  null_ratio_changed: boolean
  distribution_changed: boolean
}

export interface DatasetComparison {
  field_changes: Record<string, FieldChange>
  new_fields: string[]
  missing_fields: string[]
  distribution_changes: Record<string, Record<string, unknown>>
  correlation_changes: Record<
    string,
    { fields: [string, string]; old_value: number; new_value: number; change: number; interpretation: 'strengthened' | 'weakened' }
  >
}

export interface DatasetChanges {
  /** Whether there was history enough to compare with, and rows enough to compare. */
  compared: boolean
  /** Why not. */
  reason?: string
  comparison: DatasetComparison
  significant: SignificantChange[]
}

/** What a query is like, read from its document. */
export interface QueryFeatures {
  depth: number
  fields: number
  arguments: number
  variables: number
  complexity_score: number
  has_pagination: boolean
  has_filtering: boolean
  has_sorting: boolean
  query_length: number
}

/** Why a query is not as this role's queries are. */
export interface QueryConcern {
  kind: 'first_use' | 'unusual_volume' | 'unusual_complexity' | 'invalid_query'
  severity: ChangeSeverity
  /** One sentence with the numbers. */
  explanation: string
  /** `dataset.field`, where it is about one. */
  fields?: string[]
}

/** Of one request. */
export interface QueryPattern {
  /** The same for queries that differ in whitespace, comments, aliases, order and literal values only; per role. */
  identity: string | null
  operation_name: string | null
  features: QueryFeatures | null
  complexity_score: number | null
  /** Whether this role has asked it for the first time. */
  first_seen: boolean
  is_anomaly: boolean
  concerns: QueryConcern[]
  error?: string
}

/** Of all requests of a role that are the same query. */
export interface StoredQueryPattern {
  identity: string
  role: string
  operation_name: string | null
  /** Without literal values, aliases and comments. */
  text: string
  datasets: string[]
  features: QueryFeatures
  count: number
  first_seen: number
  last_seen: number
  /** Rows that it answered: mean, standard deviation and most. */
  rows: { mean: number; std: number; max: number }
}

/** A part of why a row is anomalous, strongest first. */
export interface RowReason {
  field: string
  /** Masked. */
  value: string | number | boolean | null
  /** What is usual: `9.1 to 14.7`, `one of FR, DE`. */
  usual: string
  /** One sentence. */
  explanation: string
  /** Share of the score, 0 to 1. */
  weight: number
}

export interface AnomalousRow {
  /** Its place in the answer, from 0. */
  index: number
  score: number
  is_anomaly: boolean
  /** Masked. */
  data: Record<string, unknown>
  reasons: RowReason[]
}

export interface ModelDetails {
  model_type: 'isolation_forest'
  trained: boolean
  /** Why there is none: `83 of 100 rows that training needs`. */
  reason?: string
  version?: number
  trained_at?: number
  training_records?: number
  features_used?: number
  feature_names?: string[]
  /** A row is anomalous above this score. */
  threshold?: number
}

export interface StatisticalDetails {
  record_count: number
  historical_records: number
  anomalous_rows: number
  statistics: DatasetStatistics
}

/** What a language model was asked and said; `not_analysed` whenever it did not answer in full. */
export type SecurityAnalysis =
  | { status: 'not_analysed'; reason: string }
  | {
      status: 'analysed'
      model: string
      at: number
      cached: boolean
      risk_level: 'low' | 'medium' | 'high' | 'critical'
      /** 0 to 1, of `risk_level`. */
      severity: number
      summary: string
      concerns: { type: string; severity: 'low' | 'medium' | 'high' | 'critical'; description: string; fields: string[] }[]
    }

/** One dataset of one request. */
export interface DatasetResult {
  is_anomaly: boolean
  /** Of its most anomalous row; 0 without a model. */
  score: number
  model_details: ModelDetails
  statistical_details: StatisticalDetails
  changes: DatasetChanges
  query_pattern: QueryPattern
  security_concerns: SecurityAnalysis
  /** Anomalous rows only, most anomalous first, at most 100. */
  records: AnomalousRow[]
}

export interface DatasetRunSummary {
  id: number
  dataset: string
  role: string
  at: number
  user: string | null
  origin: 'request' | 'import'
  operation_name: string | null
  query_identity: string | null
  records: number
  anomalies: number
  score: number
  is_anomaly: boolean
  /** Significant changes. */
  changes: number
  concerns: number
}

export interface DatasetRun extends DatasetRunSummary {
  result: DatasetResult
  /** What history said then; null for the first run. */
  before: DatasetStatistics | null
}

export interface DatasetModelVersion {
  version: number
  trained_at: number
  training_records: number
  features: string[]
  threshold: number
  in_force: boolean
}

export interface DatasetSummary {
  name: string
  role: string
  first_seen: number
  last_seen: number
  /** Rows in history. */
  records: number
  runs: number
  /** Anomalous rows kept. */
  anomalies: number
  last_run: DatasetRunSummary | null
  model: DatasetModelVersion | null
  /** `learning` until there are rows enough to train on. */
  state: 'learning' | 'watching'
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
