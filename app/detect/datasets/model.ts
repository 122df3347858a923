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
  /** Beyond the threshold: how far ordinary rows go on average. */
  excess: number
  /** Share of ordinary rows beyond the threshold. */
  budget: number
  /** By column: where nine rows of ten lie. */
  usual: { low: number; high: number }[]
}

const trees = 100
const samples = 256
/** Below it nothing stands out (Liu, Ting and Zhou 2008, section 2: about 0.5 is every row when none does). */
const lowestThreshold = 0.6
/** Share of answers of ordinary rows of which any is told. */
const seldom = 0.0002
const deviations = 5
const fewestOfEnd = 10
const leastExcess = 0.002

export interface TrainingOptions {
  /** Share of ordinary rows that may score as anomalous. */
  budget: number
  seed: number
  /** Of the model before this one, which the new one's columns follow. */
  schema: FeatureSchema
  /** Fields that are left alone. */
  identifiers?: Readonly<Record<string, unknown>>
}

export function trainModel(rows: readonly Row[], { budget, seed, schema: before, identifiers }: TrainingOptions): DatasetModel {
  const schema = learnSchema(before, rows, identifiers)
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
  const highest = scores.slice(-Math.max(fewestOfEnd, Math.ceil(scores.length * budget)))
  const excess = highest.reduce((sum, score) => sum + score - highest[0]!, 0) / highest.length
  return { schema, forest, threshold, training_records: rows.length, usual, budget, excess: Math.max(leastExcess, excess) }
}

/**
 * Of so many ordinary rows a share is beyond the threshold by chance alone. The score that hardly ever one of them reaches,
 * by an exponential end; and the count beyond the threshold that they hardly ever are, by Poisson's deviation.
 */
export function limitsOf({ threshold, budget, excess }: DatasetModel, rows: number): { score: number; count: number } {
  const expected = rows * budget
  return { score: threshold + excess * Math.max(0, Math.log(expected / seldom)), count: expected + deviations * Math.sqrt(expected) + 2 }
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
