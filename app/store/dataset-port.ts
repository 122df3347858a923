import type {
  DatasetCleanUp,
  DatasetModelVersion,
  DatasetRun,
  DatasetRunSummary,
  DatasetStatistics,
  DatasetSummary,
  FieldTraces,
  QueryFeatures,
  StoredQueryPattern,
} from '../model/dataset.ts'

/** Sums of numbers that came one by one. */
export interface RunningSums {
  count: number
  mean: number
  spread: number
  max: number
}

export interface StoredDataset {
  id: number
  name: string
  role: string
  volume: RunningSums
  /** What its fields have been, answer after answer. */
  traces: FieldTraces
  statistics: DatasetStatistics | null
  /** The newest row that they are of. */
  statistics_record: number
}

/** What one request leaves behind, all in one transaction. */
export interface RequestTrace {
  role: string
  at: number
  /** Absent where the document could not be read. */
  query?: {
    identity: string
    operation_name: string | null
    text: string
    datasets: string[]
    features: QueryFeatures
    rows: RunningSums
    complexity: RunningSums
  }
  fields: { dataset: string; field: string }[]
}

export interface RunTrace {
  dataset: number
  volume: RunningSums
  traces: FieldTraces
  run: Omit<DatasetRun, 'id'>
  /** Rows for history, masked: as JSON, with a hash of it. */
  rows: { data: string; hash: number; anomalous: boolean }[]
}

export interface DatasetLimits {
  history_days: number
  anomaly_days: number
  model_days: number
  max_historical_records: number
}

/** What is learnt from. */
export interface DatasetSampler {
  newestRecord(dataset: number): number
  /** At most so many, spread over all of history; without anomalous ones, unless those are more than a tenth. */
  sample(dataset: number, most: number): Record<string, unknown>[]
  close(): void
}

/** datasets.db: one writing thread, the datasets'. */
export interface DatasetStore extends DatasetSampler {
  transaction<Result>(work: () => Result): Result
  /** Made when it is not there. */
  dataset(name: string, role: string, at: number): StoredDataset
  find(name: string, role: string): StoredDataset | undefined
  /** Of a dataset, in the order of their names. */
  roles(name: string): string[]
  summaries(): DatasetSummary[]
  summary(id: number): DatasetSummary | undefined

  addRequest(trace: RequestTrace): void
  /** Gives the run's id. */
  addRun(trace: RunTrace): number
  /** What was decided after the run was written (an analysis). */
  amendRun(id: number, result: DatasetRun['result']): void
  run(id: number): DatasetRun | undefined
  runs(dataset: number, options: { before?: number; limit: number }): DatasetRunSummary[]

  /** Rows of history, newest first. */
  records(dataset: number, options: { before?: number; limit: number }): { id: number; at: number; data: Record<string, unknown> }[]
  countRecords(dataset: number): number
  /** Rows after a row. */
  recordsAfter(dataset: number, record: number): number
  oldest(dataset: number): { record: number | null; run: number | null }
  /** Whether the same row is in history, and was no anomaly there. */
  knowsRow(dataset: number, hash: number, data: string): boolean
  /** Takes the oldest rows away beyond so many. */
  trim(dataset: number, most: number): number
  saveStatistics(dataset: number, statistics: DatasetStatistics | null, record: number): void

  saveModel(dataset: number, model: Omit<DatasetModelVersion, 'version' | 'in_force'> & { state: Uint8Array }): DatasetModelVersion
  /** The newest. */
  model(dataset: number): { version: DatasetModelVersion; state: Uint8Array } | undefined
  models(dataset: number): DatasetModelVersion[]

  role(name: string): { requests: number; complexity: RunningSums } | undefined
  queryRows(role: string, identity: string): RunningSums | undefined
  knowsField(role: string, dataset: string, field: string): boolean
  patterns(role: string, dataset: string): StoredQueryPattern[]
  fields(role: string, dataset: string): { field: string; first_seen: number; last_seen: number; uses: number }[]

  analysis(question: string, since: number): { at: number; answer: unknown } | undefined
  keepAnalysis(question: string, at: number, answer: unknown): void
  counter(name: string): unknown
  setCounter(name: string, value: unknown): void

  /** Rows only, or everything of it. Gives how many rows of any kind went. */
  remove(dataset: number, what: 'history' | 'all'): number
  /**
   * Takes away what is past its time, children before what they belong to, a thousand rows a transaction. It stops when
   * `enough` says so, and goes on from there when it is called again.
   */
  clean(limits: DatasetLimits, now: number, enough?: () => boolean): DatasetCleanUp
}
