import type {
  DatasetAccount,
  DatasetCleanUp,
  DatasetModelVersion,
  DatasetRun,
  DatasetRunSummary,
  DatasetSummary,
} from '../model/dataset.ts'
import type { DatasetSettings } from '../model/dataset-settings.ts'
import type { MaskingRules } from '../model/masking.ts'
import type { Observation } from '../model/observation.ts'

/** What the datasets' thread works by; told again whenever it changes. */
export interface DatasetThreadSettings {
  datasets: DatasetSettings
  masking: MaskingRules
  /** Of the language model. Never told on, never written down. */
  api_key: string | null
}

export interface DatasetThreadData {
  file: string
  /** Entry of the thread that trains for it. */
  trainer: string
  settings: DatasetThreadSettings
}

/** An answer to an application, as it is sent. */
export interface RawAnswer {
  status: number
  /** JSON. */
  body: string
}

export interface RequestAnswer extends RawAnswer {
  observations: Observation[]
  /** Datasets that have a new run. */
  names: string[]
}

export interface DatasetView extends DatasetAccount {
  oldest_record: number | null
  oldest_run: number | null
  last_clean_up: DatasetCleanUp | null
}

export interface HistoryPage {
  records: { id: number; at: number; data: Record<string, unknown> }[]
  total: number
}

export interface ImportAnswer {
  runs: DatasetRun[]
  records: number
  skipped: number
  problems: string[]
  observations: Observation[]
}

export interface ModelUse {
  used_today: number
  last_failure: string | null
}

/** What may be asked of the thread; `undefined`: there is no such dataset. */
export interface DatasetWork {
  anomalies(input: { role?: string; user?: string; body: string }): Promise<RequestAnswer>
  analyze(input: { name: string; role?: string; body: string }): Promise<RawAnswer>
  list(): DatasetSummary[]
  view(input: { name: string; role: string }): Promise<DatasetView | undefined>
  roles(input: { name: string }): string[]
  runs(input: { name: string; role: string; before?: number; limit: number }): DatasetRunSummary[]
  run(input: { id: number }): DatasetRun | undefined
  records(input: { name: string; role: string; before?: number; limit: number }): HistoryPage | undefined
  importRows(input: { name: string; role: string; format: 'auto' | 'csv' | 'json_lines'; text: string }): Promise<ImportAnswer>
  remove(input: { name: string; role?: string; history: boolean }): number | undefined
  train(input: {
    name: string
    role: string
  }): Promise<{ kind: 'trained'; model: DatasetModelVersion } | { kind: 'refused'; reason: string } | undefined>
  clean(): Promise<DatasetCleanUp>
  modelUse(): ModelUse
  /** `undefined`: it has no run yet. */
  preview(input: { name: string; role: string }): { url: string; body: string; bytes: number } | undefined
}

export type WorkName = keyof DatasetWork
export type WorkInput<Name extends WorkName> = Parameters<DatasetWork[Name]>[0]
export type WorkOutput<Name extends WorkName> = Awaited<ReturnType<DatasetWork[Name]>>

export type ToDatasets =
  { kind: 'ask'; id: number; name: WorkName; input: unknown } | { kind: 'settings'; settings: DatasetThreadSettings } | { kind: 'close' }

export type FromDatasets =
  { kind: 'answer'; id: number; output: unknown } | { kind: 'failed'; id: number; message: string } | { kind: 'problem'; message: string }
