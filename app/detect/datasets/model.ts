import { explainForest, scoreForest } from '../forest/forest-scoring.ts'
import { growForest, type IsolationForest } from '../forest/isolation-forest.ts'
import { makeTable, readRow } from '../forest/table.ts'
import { percentile } from './numbers.ts'
import { encodeRow, learnSchema, nameColumn, type FeatureSchema } from './schema.ts'
import type { Row } from './values.ts'

/** What rows of one dataset, as one role sees them, are usually like. */
export interface DatasetModel {
  schema: FeatureSchema
  forest: IsolationForest
  /** A row with a higher score is anomalous. */
  threshold: number
  training_records: number
  /** By column: where nine rows of ten lie. */
  usual: { low: number; high: number }[]
}

const trees = 100
const samples = 256
/** Below it nothing stands out (Liu, Ting and Zhou 2008, section 2: about 0.5 is every row when none does). */
const lowestThreshold = 0.6

export interface TrainingOptions {
  /** Share of ordinary rows that may score as anomalous. */
  budget: number
  seed: number
  /** Of the model before this one, which the new one's columns follow. */
  schema: FeatureSchema
}

export function trainModel(rows: readonly Row[], { budget, seed, schema: before }: TrainingOptions): DatasetModel {
  const schema = learnSchema(before, rows)
  const table = makeTable(
    rows.map((row) => encodeRow(schema, row)),
    schema.columns.length,
  )
  const forest = growForest(table, { trees, samples, seed })
  const scores = scoreForest(forest, table).sort()
  const usual = schema.columns.map((_, column) => {
    const values = Float64Array.from(rows, (__, row) => table.values[row * table.columns + column]!).sort()
    return { low: percentile(values, 0.05), high: percentile(values, 0.95) }
  })
  const threshold = Math.max(lowestThreshold, percentile(scores, 1 - budget))
  return { schema, forest, threshold, training_records: rows.length, usual }
}

export function scoreRows({ schema, forest }: DatasetModel, rows: readonly Row[]): Float64Array {
  if (rows.length === 0) return new Float64Array()
  return scoreForest(
    forest,
    makeTable(
      rows.map((row) => encodeRow(schema, row)),
      schema.columns.length,
    ),
  )
}

export interface Contribution {
  field: string
  column: string
  /** Of what shortened the row's paths, 0 to 1. */
  share: number
  low: number
  high: number
  kind: FeatureSchema['columns'][number]['kind']
}

/** What made a row stand out, strongest first. */
export function explainRow({ schema, forest, usual }: DatasetModel, row: Row): Contribution[] {
  const table = makeTable([encodeRow(schema, row)], schema.columns.length)
  const shortened = explainForest(forest, readRow(table, 0)).map((value) => Math.max(0, value))
  const total = shortened.reduce((sum, value) => sum + value, 0)
  if (total === 0) return []
  return schema.columns
    .map((column, at) => ({
      field: column.field,
      column: nameColumn(column),
      share: shortened[at]! / total,
      ...usual[at]!,
      kind: column.kind,
    }))
    .sort((a, b) => b.share - a.share)
}
