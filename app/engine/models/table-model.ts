import { explainRow, fitModel, scoreTable, standingOf, type FittedModel } from '../../detect/forest/fitted-model.ts'
import { reviveModel, saveModel, type ModelDocument } from '../../detect/forest/model-document.ts'
import { areaUnderCurve } from '../../detect/forest/ranking.ts'
import { isLabelled } from '../../model/label-reading.ts'
import type { ModelAlgorithm } from '../../model/outlier-model.ts'
import { readFileRows } from '../datasets/file-rows.ts'
import { fillTable, findMedian, isNumeric, type FilledTable } from './table-cells.ts'

export interface TableOptions {
  algorithm: ModelAlgorithm
  trees: number
  samples: number
  seed: number
  /** Share of the rows that may stand out. */
  outliers: number
  /** The column that says which rows are attacks: never learnt from, only measured against. */
  label?: string
  /** Learnt from; absent: every column of numbers. */
  columns?: readonly string[]
}

/** A model of a table, as it is written to a file. */
export interface TableModel {
  vedette_model: 1
  columns: string[]
  label?: string
  rows: number
  limit: number
  fitted: ModelDocument
}

export interface ScoredTableRow {
  row: number
  score: number
  is_outlier: boolean
  /** 0.5 at the limit. */
  standing: number
  /** Columns that shortened the row's paths most. */
  reasons: { column: string; value: number; low: number; high: number; share: number }[]
  /** Columns that held no number, and took the median of the training rows. */
  filled: string[]
}

/** Of the scores, by the rows that are marked as attacks; or why there is nothing to measure by. */
export type Measured = { roc_auc: number } | { unmeasured: string }

export type TrainedTable =
  | { kind: 'trained'; model: TableModel; outliers: number; ignored: string[]; skipped: number; filled_cells: number; measured: Measured }
  | { kind: 'refused'; messages: string[] }

export type ScoredTable =
  | {
      kind: 'scored'
      rows: Iterable<ScoredTableRow>
      total: number
      /** The model's, where this table has it too. */
      label?: string
      outliers: number
      skipped: number
      filled_cells: number
      measured: Measured
    }
  | { kind: 'refused'; messages: string[] }

type Rows = Record<string, unknown>[]

const fewestRows = 20
const labels: readonly string[] = ['label', 'is_anomaly', 'anomaly', 'attack', 'is_attack', 'outlier']
const mostTold = 5

/** Learns what is usual in a table: CSV with a line of names, or JSON lines. The same text and options give the same model. */
export function trainTable(text: string, options: TableOptions): TrainedTable {
  const read = readFileRows(text, 'auto')
  if (read.rows.length < fewestRows)
    return { kind: 'refused', messages: [...read.problems, `${read.rows.length} rows are too few: it takes ${fewestRows}.`] }
  const names = namesOf(read.rows)
  const asked = [...(options.columns ?? []), ...(options.label === undefined ? [] : [options.label])]
  const unknown = asked.filter((name) => !hasColumn(read.rows, name))
  if (unknown.length > 0) return { kind: 'refused', messages: unknown.map((name) => `There is no column "${name}".`) }
  const label = options.label ?? names.find((name) => labels.includes(name.toLowerCase()))
  const columns = names.filter((name) =>
    options.columns === undefined ? name !== label && isNumeric(read.rows, name) : options.columns.includes(name),
  )
  if (columns.length === 0) return { kind: 'refused', messages: ['No column holds numbers.'] }
  const medians = columns.map((name) => findMedian(read.rows, name))
  const empty = columns.filter((_, at) => medians[at] === undefined)
  if (empty.length > 0) return { kind: 'refused', messages: empty.map((name) => `No row has a number in the column "${name}".`) }
  const { table, filled } = fillTable(read.rows, columns, medians as number[])
  const { algorithm, trees, samples, seed } = options
  const { model, scores } = fitModel(table, { algorithm, trees, samples, seed, outliers: options.outliers * table.rows })
  return {
    kind: 'trained',
    model: {
      vedette_model: 1,
      columns,
      ...(label === undefined ? {} : { label }),
      rows: table.rows,
      limit: model.limit,
      fitted: saveModel(model),
    },
    outliers: scores.filter((score) => score > model.limit).length,
    ignored: names.filter((name) => !columns.includes(name) && name !== label),
    skipped: read.skipped,
    filled_cells: filled,
    measured: measure(read.rows, label, scores),
  }
}

export function scoreTableText(text: string, model: TableModel): ScoredTable {
  const read = readFileRows(text, 'auto')
  if (read.rows.length === 0) return { kind: 'refused', messages: [...read.problems, 'There is no row to score.'] }
  const names = namesOf(read.rows)
  const missing = model.columns.filter((name) => !names.includes(name))
  if (missing.length > 0)
    return { kind: 'refused', messages: missing.map((name) => `The model looks at a column "${name}", which is not there.`) }
  const fitted = reviveModel(model.fitted)
  const cells = fillTable(read.rows, model.columns, fitted.scaling.median)
  const scores = scoreTable(fitted, cells.table)
  const label = model.label !== undefined && hasColumn(read.rows, model.label) ? model.label : undefined
  return {
    kind: 'scored',
    rows: describeRows(fitted, model.columns, cells, scores),
    total: cells.table.rows,
    ...(label === undefined ? {} : { label }),
    outliers: scores.filter((score) => score > model.limit).length,
    skipped: read.skipped,
    filled_cells: cells.filled,
    measured: measure(read.rows, label, scores),
  }
}

/** Undefined for what is no model of a table, or of a version that this one cannot read. */
export function parseTableModel(text: string): TableModel | undefined {
  try {
    const value = JSON.parse(text) as Partial<TableModel> & { model?: Partial<TableModel> }
    const model = value.vedette_model === undefined ? value.model : value
    if (model?.vedette_model !== 1 || !Array.isArray(model.columns) || model.fitted === undefined) return undefined
    reviveModel(model.fitted)
    return model as TableModel
  } catch {
    return undefined
  }
}

function* describeRows(
  model: FittedModel,
  columns: readonly string[],
  { table, holes }: FilledTable,
  scores: Float64Array,
): Generator<ScoredTableRow> {
  const { low, high } = model.scaling
  for (let row = 0; row < table.rows; row += 1) {
    const score = scores[row]!
    const values = table.values.subarray(row * table.columns, (row + 1) * table.columns)
    const shares = score > model.limit ? explainRow(model, values) : undefined
    const empty = holes.get(row) ?? []
    const reasons = columns
      .map((column, at) => ({ column, value: values[at]!, low: low[at]!, high: high[at]!, share: shares?.[at] ?? 0 }))
      // Nobody wrote what stands in an empty cell.
      .filter(({ share }, at) => share > 0.05 && !empty.includes(at))
      .sort((a, b) => b.share - a.share)
      .slice(0, mostTold)
    const filled = empty.map((at) => columns[at]!)
    yield { row: row + 1, score, is_outlier: score > model.limit, standing: standingOf(score, model.limit), reasons, filled }
  }
}

function hasColumn(rows: Rows, name: string): boolean {
  return rows.some((row) => Object.hasOwn(row, name))
}

function namesOf(rows: Rows): string[] {
  const names = new Set<string>()
  for (const row of rows.slice(0, 1000)) for (const name of Object.keys(row)) names.add(name)
  return [...names]
}

/** How well attacks are ranked above the rest, where the table says which they are. */
function measure(rows: Rows, label: string | undefined, scores: Float64Array): Measured {
  if (label === undefined) return { unmeasured: 'no column marks attacks' }
  const marked = rows.map((row) => isLabelled(row[label]))
  if (!marked.includes(true)) return { unmeasured: `the column "${label}" marks no row as an attack` }
  if (!marked.includes(false)) return { unmeasured: `the column "${label}" marks every row as an attack` }
  return { roc_auc: areaUnderCurve(scores, marked) }
}
