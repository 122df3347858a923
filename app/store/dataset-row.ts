import type { DatasetModelVersion, DatasetRun, DatasetRunSummary, StoredQueryPattern } from '../model/dataset.ts'
import type { RunningSums } from './dataset-port.ts'

export interface RunRow {
  id: number
  name: string
  role: string
  at: number
  user: string | null
  origin: 'request' | 'import'
  operation_name: string | null
  query_identity: string | null
  records: number
  anomalies: number
  score: number
  is_anomaly: number
  changes: number
  concerns: number
}

export const runColumns = `run.id, dataset.name, dataset.role, run.at, run.user, run.origin, run.operation_name, run.query_identity,
  run.records, run.anomalies, run.score, run.is_anomaly, run.changes, run.concerns`

export function readRun({ name, is_anomaly, ...row }: RunRow): DatasetRunSummary {
  return { ...row, dataset: name, is_anomaly: is_anomaly === 1 }
}

export interface ModelRow {
  version: number
  trained_at: number
  training_records: number
  threshold: number
  features: string
}

export function readModel({ features, ...row }: ModelRow, newest: number): DatasetModelVersion {
  return { ...row, features: JSON.parse(features) as string[], in_force: row.version === newest }
}

export interface QueryRow {
  identity: string
  role: string
  operation_name: string | null
  text: string
  datasets: string
  features: string
  count: number
  first_seen: number
  last_seen: number
  rows: string
}

export function readPattern({ datasets, features, rows, ...row }: QueryRow): StoredQueryPattern {
  const { count, mean, spread, max } = JSON.parse(rows) as RunningSums
  return {
    ...row,
    datasets: JSON.parse(datasets) as string[],
    features: JSON.parse(features) as StoredQueryPattern['features'],
    rows: { mean, std: count === 0 ? 0 : Math.sqrt(spread / count), max },
  }
}

/** Rows are kept by themselves, so that they go at their own time. */
export function splitResult({ records, ...rest }: DatasetRun['result']): { rest: string; records: DatasetRun['result']['records'] } {
  return { rest: JSON.stringify(rest), records }
}
