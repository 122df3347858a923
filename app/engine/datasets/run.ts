import type { AnomalousRow, DatasetResult, DatasetRun, DatasetStatistics, IdentifierKind, QueryPattern } from '../../model/dataset.ts'
import type { DatasetSettings } from '../../model/dataset-settings.ts'
import { findChanges } from '../../detect/datasets/changes.ts'
import { findIdentifiers } from '../../detect/datasets/identifiers.ts'
import { judgeRows, tellRow, withoutChance, type JudgedRows } from '../../detect/datasets/rows.ts'
import { describeRows } from '../../detect/datasets/statistics.ts'
import type { StoredDataset } from '../../store/dataset-port.ts'
import type { DatasetLearning } from './learning.ts'
import { notAnalysed } from './language-model.ts'

/** Anomalous rows that are told and kept of one run. */
const mostRows = 100

export interface RunInput {
  dataset: StoredDataset
  /** Masked. */
  rows: Record<string, unknown>[]
  pattern: QueryPattern
  settings: DatasetSettings
  /** Whether it is in history already. */
  isKnown: (row: Readonly<Record<string, unknown>>) => boolean
}

export interface JudgedRun {
  result: DatasetResult
  before: DatasetStatistics | null
  /** Places of anomalous rows. */
  odd: Set<number>
  /** What these rows are like; null where there is nothing to describe. */
  fresh: DatasetStatistics | null
}

/** Rows of one answer held against what is known of their dataset; nothing is kept here. */
export async function judgeRun(input: RunInput, learning: DatasetLearning, turn: () => Promise<unknown>): Promise<JudgedRun> {
  const { dataset, rows, pattern, settings } = input
  const { statistics: before } = dataset
  const identifiers = findIdentifiers(dataset.traces, before)
  const described = describeRows(rows, { like: before, identifiers })
  const fresh = 'fields' in described ? (described as DatasetStatistics) : null
  await turn()
  const changes = findChanges(before, fresh, settings.minimum_training_records)
  const { rows: told, odd, highest } = await judge(input, identifiers, learning, turn)
  const grave =
    changes.significant.some(({ severity }) => severity === 'high') || pattern.concerns.some(({ severity }) => severity === 'high')
  const result: DatasetResult = {
    is_anomaly: odd.size > 0 || grave,
    score: highest,
    model_details: learning.details(dataset.id, settings),
    statistical_details: {
      record_count: rows.length,
      historical_records: before?.record_count ?? 0,
      anomalous_rows: odd.size,
      statistics: fresh ?? { record_count: 0, fields: {}, correlations: {}, enum_correlations: {}, nulls: {} },
    },
    changes,
    query_pattern: pattern,
    security_concerns: notAnalysed(settings.language_model.enabled ? 'it was not asked' : 'language-model analysis is switched off'),
    records: told,
  }
  return { result, before, odd, fresh }
}

/** A batch at a time, so that others have their turn. */
async function judge(
  { dataset, rows, settings, isKnown }: RunInput,
  identifiers: Readonly<Record<string, IdentifierKind>>,
  learning: DatasetLearning,
  turn: () => Promise<unknown>,
): Promise<{ rows: AnomalousRow[]; odd: Set<number>; highest: number }> {
  const held = learning.model(dataset.id)
  if (held === undefined) return { rows: [], odd: new Set(), highest: 0 }
  const history = dataset.statistics === null ? null : { ...dataset.statistics, identifiers }
  const found: JudgedRows = { odd: [], highest: 0 }
  const batch = settings.max_records_per_batch
  for (let from = 0; from < rows.length; from += batch) {
    const judged = judgeRows(rows.slice(from, from + batch), held.model, history, isKnown)
    found.highest = Math.max(found.highest, judged.highest)
    found.odd.push(...judged.odd.map((row) => ({ ...row, index: row.index + from })))
    await turn()
  }
  const odd = withoutChance(found.odd, held.model, rows.length)
  return {
    rows: odd.slice(0, mostRows).map((row) => tellRow(row, held.model)),
    odd: new Set(odd.map(({ index }) => index)),
    highest: found.highest,
  }
}

/** A run as it is kept. */
export function describeRun(
  of: Pick<DatasetRun, 'dataset' | 'role' | 'at' | 'user' | 'origin' | 'operation_name' | 'query_identity'>,
  { result, before }: JudgedRun,
): Omit<DatasetRun, 'id'> {
  return {
    ...of,
    records: result.statistical_details.record_count,
    anomalies: result.statistical_details.anomalous_rows,
    score: result.score,
    is_anomaly: result.is_anomaly,
    changes: result.changes.significant.length,
    concerns: result.query_pattern.concerns.length,
    result,
    before,
  }
}
