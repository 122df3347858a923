import { readFileSync } from 'node:fs'
import { backtest as runBacktest, type BacktestResult, type BacktestRow } from '../../app/engine.ts'
import type { LabelScore } from '../../app/model/engine.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'

export interface BacktestFlags {
  engine: string
  /** One JSON object, or `name=value` as often as needed. */
  params: string[]
  file: string
  json?: boolean
}

type ReadParams = { kind: 'read'; params: Record<string, unknown> } | { kind: 'wrong'; message: string }

/** Rows are written so many at a time: one write a row would be most of the work. */
const rowsAtOnce = 1000

/** `vedette backtest`: what an engine would have said of each value of a file. */
export async function backtest(flags: BacktestFlags): Promise<ExitCode> {
  const read = readParams(flags.params)
  if (read.kind === 'wrong') return refuse([read.message], exitCodes.usage)
  let text: string
  try {
    text = readFileSync(flags.file, 'utf8')
  } catch (error) {
    return refuse([error instanceof Error ? error.message : String(error)], exitCodes.failed)
  }
  const result = runBacktest({ engine: flags.engine, params: read.params, text })
  if (result.kind === 'wrong') return refuse(result.messages, exitCodes.usage)
  if (result.kind === 'unreadable') {
    const more = result.total - result.problems.length
    const lines = result.problems.map(({ line, message }) => `${flags.file}:${line}: ${message}`)
    return refuse([...lines, ...(more > 0 ? [`and ${more} more lines`] : [])], exitCodes.failed)
  }
  await print(result.rows, flags.json ?? false)
  for (const line of summarise(result)) process.stderr.write(`vedette: ${line}\n`)
  return exitCodes.done
}

export function readParams(given: readonly string[]): ReadParams {
  if (given.length === 1 && given[0]!.trimStart().startsWith('{')) return readObject(given[0]!)
  const params: Record<string, unknown> = {}
  for (const pair of given) {
    const at = pair.indexOf('=')
    if (at < 1) return { kind: 'wrong', message: `"${pair}" is no parameter: write name=value, or one JSON object` }
    params[pair.slice(0, at)] = pair.slice(at + 1)
  }
  return { kind: 'read', params }
}

function readObject(text: string): ReadParams {
  try {
    return { kind: 'read', params: JSON.parse(text) as Record<string, unknown> }
  } catch (error) {
    return { kind: 'wrong', message: `--params is no JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
}

async function print(rows: Iterable<BacktestRow>, json: boolean): Promise<void> {
  let lines = json ? '' : 'ts,value,score,lower,upper,is_anomaly\n'
  let count = 0
  for (const row of rows) {
    lines += json ? `${JSON.stringify(row)}\n` : `${Object.values(row).map(cell).join()}\n`
    count += 1
    if (count % rowsAtOnce > 0) continue
    await write(lines)
    lines = ''
  }
  await write(lines)
}

const cell = (value: number | boolean | null) => (value === null ? '' : String(value))

/** Waits for a reader that is slower, such as `less`. */
function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())))
}

function summarise({ total, judged, anomalies, choice, score }: Extract<BacktestResult, { kind: 'judged' }>): string[] {
  return [
    `${total} values, ${judged} judged, ${anomalies} anomalies`,
    ...(choice === undefined ? [] : [`picked ${choice.picked}: ${choice.why}`]),
    ...(score === undefined ? [] : [describeScore(score)]),
  ]
}

function describeScore({ windows, found, unjudged, inside, anomalies, precision, delay }: LabelScore): string {
  const share = precision === null ? 'no anomalies' : `${inside} of ${anomalies} anomalies inside them`
  const late = delay === null ? '' : `; found after ${delay.ms / 1000} s, ${delay.values} values (median)`
  const unseen = unjudged > 0 ? `; ${unjudged} more fell into the warm-up` : ''
  return `${found} of ${windows} labelled windows found, ${share}${late}${unseen}`
}

function refuse(messages: readonly string[], code: ExitCode): ExitCode {
  for (const message of messages) process.stderr.write(`vedette: ${message}\n`)
  return code
}
