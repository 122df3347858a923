import { readFileSync, writeFileSync } from 'node:fs'
import {
  parseTableModel,
  scoreTableText,
  trainTable,
  type Measured,
  type ScoredTableRow,
  type TableModel,
  type TableOptions,
} from '../../app/engine.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'

export interface TrainFlags extends TableOptions {
  file: string
  out?: string
  json?: boolean
}

export interface ScoreFlags extends TableOptions {
  file: string
  model?: string
  json?: boolean
}

/** `vedette model train`: what is usual in a table. */
export function trainModelFile(flags: TrainFlags): ExitCode {
  const text = readText(flags.file)
  if (text.kind === 'failed') return refuse([text.message], exitCodes.failed)
  const trained = trainTable(text.text, flags)
  if (trained.kind === 'refused') return refuse(trained.messages, exitCodes.failed)
  const { model, outliers, ignored, skipped, filled_cells, measured } = trained
  if (flags.out !== undefined) {
    try {
      writeFileSync(flags.out, `${JSON.stringify(model)}\n`)
    } catch (error) {
      return refuse([describeError(error)], exitCodes.failed)
    }
  }
  const { columns, rows, limit, label } = model
  const summary = {
    rows,
    columns,
    ignored,
    skipped,
    filled_cells,
    label,
    limit,
    outliers,
    ...measured,
    ...(flags.out === undefined ? { model } : { out: flags.out }),
  }
  if (flags.json) process.stdout.write(`${JSON.stringify(summary)}\n`)
  else if (flags.out === undefined) process.stdout.write(`${JSON.stringify(model)}\n`)
  const left = ignored.length > 0 ? `; not looked at: ${ignored.join(', ')}` : ''
  tell(`${rows} rows of ${columns.length} columns, ${outliers} above the limit of ${limit.toFixed(4)}${describeMeasure(measured)}${left}`)
  tellFilled(filled_cells)
  tellUnmeasured(label, measured)
  return exitCodes.done
}

/** `vedette model score`: how far each row of a table is from what is usual; without a model, in the table itself. */
export async function scoreModelFile(flags: ScoreFlags): Promise<ExitCode> {
  const text = readText(flags.file)
  if (text.kind === 'failed') return refuse([text.message], exitCodes.failed)
  const model = flags.model === undefined ? trainHere(text.text, flags) : readModel(flags.model)
  if (model.kind === 'refused') return refuse(model.messages, exitCodes.failed)
  const scored = scoreTableText(text.text, model.model)
  if (scored.kind === 'refused') return refuse(scored.messages, exitCodes.failed)
  await print(scored.rows, flags.json ?? false)
  tell(`${scored.total} rows, ${scored.outliers} above the limit of ${model.model.limit.toFixed(4)}${describeMeasure(scored.measured)}`)
  tellFilled(scored.filled_cells)
  tellUnmeasured(scored.label, scored.measured)
  return exitCodes.done
}

type FoundModel = { kind: 'found'; model: TableModel } | { kind: 'refused'; messages: string[] }

function trainHere(text: string, options: TableOptions): FoundModel {
  const trained = trainTable(text, options)
  return trained.kind === 'trained' ? { kind: 'found', model: trained.model } : trained
}

function readModel(file: string): FoundModel {
  const text = readText(file)
  if (text.kind === 'failed') return { kind: 'refused', messages: [text.message] }
  const model = parseTableModel(text.text)
  return model === undefined ? { kind: 'refused', messages: [`${file} is no model that this version can read.`] } : { kind: 'found', model }
}

async function print(rows: Iterable<ScoredTableRow>, json: boolean): Promise<void> {
  let lines = json ? '' : 'row,score,is_outlier,why\n'
  let count = 0
  for (const row of rows) {
    lines += json
      ? `${JSON.stringify(row)}\n`
      : `${row.row},${row.score.toFixed(6)},${row.is_outlier},${row.reasons.map(describe).join('; ')}\n`
    count += 1
    // A write a row would be most of the work.
    if (count % 1000 > 0) continue
    await write(lines)
    lines = ''
  }
  await write(lines)
}

const describe = ({ column, value, low, high }: ScoredTableRow['reasons'][number]) => `${column} ${value} (usually ${low} to ${high})`

/** Waits for a reader that is slower, such as `less`. */
function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())))
}

function readText(file: string): { kind: 'read'; text: string } | { kind: 'failed'; message: string } {
  try {
    return { kind: 'read', text: readFileSync(file, 'utf8') }
  } catch (error) {
    return { kind: 'failed', message: describeError(error) }
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function describeMeasure(measured: Measured): string {
  return 'roc_auc' in measured ? `, ROC-AUC ${measured.roc_auc.toFixed(4)}` : ''
}

/** A table that is to be measured by nothing is none that fails to be. */
function tellUnmeasured(label: string | undefined, measured: Measured): void {
  if (label !== undefined && 'unmeasured' in measured) tell(`not measured: ${measured.unmeasured}`)
}

function tellFilled(cells: number): void {
  if (cells > 0) tell(`${cells === 1 ? '1 cell' : `${cells} cells`} without a number took the median of the column`)
}

function tell(message: string): void {
  process.stderr.write(`vedette: ${message}\n`)
}

function refuse(messages: readonly string[], code: ExitCode): ExitCode {
  for (const message of messages) tell(message)
  return code
}
