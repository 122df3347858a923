import { parse } from 'csv-parse/sync'
import type { LabelledWindow } from '../model/engine.ts'
import { isLabelled } from '../model/label-reading.ts'

/** A series read from text; `ts` never goes back. */
export interface SeriesFile {
  ts: Float64Array
  values: Float64Array
  labels: LabelledWindow[]
}

export interface LineProblem {
  line: number
  message: string
}

export type ReadSeries = { kind: 'read'; series: SeriesFile } | { kind: 'refused'; problems: readonly LineProblem[]; total: number }

/** A series longer than this is refused. */
export const mostValues = 1_000_000
/** So many problems are told, the rest only counted. */
const mostProblems = 20

/** What the columns of a file may be called. */
export const columnNames = {
  ts: ['ts', 'timestamp', 'time', '@timestamp', 'date'],
  value: ['value', 'v', 'count', 'y'],
  label: ['label', 'is_anomaly', 'anomaly', 'attack'],
} as const

/** CSV with a line of names, or an object a line: told apart by the first character. */
export function readSeriesText(text: string): ReadSeries {
  const reading = new Reading()
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  if (body.trimStart().startsWith('{')) readLines(body, reading)
  else readCsv(body, reading)
  return reading.end()
}

function readLines(text: string, reading: Reading): void {
  let line = 0
  let at = 0
  while (at < text.length && !reading.full) {
    const end = text.indexOf('\n', at)
    const row = text.slice(at, end === -1 ? text.length : end).trim()
    at = end === -1 ? text.length : end + 1
    line += 1
    if (row === '') continue
    const parsed = parseObject(row)
    if (parsed === undefined) reading.refuse(line, 'is no JSON object')
    else reading.add(line, pick(parsed, columnNames.ts), pick(parsed, columnNames.value), pick(parsed, columnNames.label))
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function pick(row: Record<string, unknown>, from: readonly string[]): unknown {
  const name = from.find((one) => Object.hasOwn(row, one))
  return name === undefined ? undefined : row[name]
}

function readCsv(text: string, reading: Reading): void {
  let columns: { ts: number; value: number; label: number } | undefined
  try {
    parse(text, {
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      on_record: (row: string[], { lines }) => {
        if (reading.full) return undefined
        if (columns === undefined) columns = readHeader(row, lines, reading)
        else if (columns.ts >= 0 && columns.value >= 0)
          reading.add(lines, row[columns.ts], row[columns.value], columns.label < 0 ? undefined : row[columns.label])
        // Nothing is gathered by the parser itself.
        return undefined
      },
    })
  } catch (error) {
    const line = (error as { lines?: number }).lines ?? 1
    reading.refuse(line, error instanceof Error ? error.message : String(error))
  }
  if (columns === undefined) reading.refuse(1, 'is empty; there must be a line of names, with ts and value')
}

function readHeader(row: readonly string[], line: number, reading: Reading) {
  const lower = row.map((name) => name.toLowerCase())
  const find = (wanted: readonly string[]) => lower.findIndex((name) => wanted.includes(name))
  const columns = { ts: find(columnNames.ts), value: find(columnNames.value), label: find(columnNames.label) }
  for (const wanted of ['ts', 'value'] as const) {
    if (columns[wanted] < 0)
      reading.refuse(line, `has no column ${wanted} (or ${columnNames[wanted].slice(1).join(', ')}); it has ${row.join(', ')}`)
  }
  return columns
}

class Reading {
  private ts = new Float64Array(1024)
  private values = new Float64Array(1024)
  private count = 0
  private readonly labels: LabelledWindow[] = []
  private labelled = false
  private readonly problems: LineProblem[] = []
  private refused = 0

  get full(): boolean {
    return this.refused > 0 && this.count >= mostValues
  }

  refuse(line: number, message: string): void {
    this.refused += 1
    if (this.problems.length < mostProblems) this.problems.push({ line, message })
  }

  add(line: number, rawTime: unknown, rawValue: unknown, rawLabel: unknown): void {
    const ts = readTime(rawTime)
    const value = readValue(rawValue)
    if (ts === undefined)
      return this.refuse(line, `has no time that can be read: ${show(rawTime)}; write 2026-11-21T08:00:00Z or milliseconds`)
    if (value === undefined) return this.refuse(line, `has no value that can be judged: ${show(rawValue)}`)
    if (this.count > 0 && ts < this.ts[this.count - 1]!) return this.refuse(line, 'goes back in time; sort the file first')
    if (this.count === mostValues) return this.refuse(line, `is one too many: at most ${mostValues} values`)
    if (this.count === this.ts.length) this.grow()
    this.ts[this.count] = ts
    this.values[this.count] = value
    this.count += 1
    this.label(ts, isLabelled(rawLabel))
  }

  end(): ReadSeries {
    if (this.refused > 0) return { kind: 'refused', problems: this.problems, total: this.refused }
    if (this.count === 0) return { kind: 'refused', problems: [{ line: 1, message: 'holds no values' }], total: 1 }
    const { count, labels } = this
    return { kind: 'read', series: { ts: this.ts.slice(0, count), values: this.values.slice(0, count), labels } }
  }

  /** Labelled values in a row are one window. */
  private label(ts: number, labelled: boolean): void {
    if (labelled && this.labelled) this.labels.at(-1)!.to = ts
    else if (labelled) this.labels.push({ from: ts, to: ts })
    this.labelled = labelled
  }

  private grow(): void {
    const size = Math.min(mostValues, this.ts.length * 2)
    const grow = (array: Float64Array) => {
      const larger = new Float64Array(size)
      larger.set(array)
      return larger
    }
    this.ts = grow(this.ts)
    this.values = grow(this.values)
  }
}

/** Numbers below it are seconds: as milliseconds they would be in 1973, before anything that is judged here. */
const leastMilliseconds = 1e11
const isoTime = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/

/** ISO 8601 (UTC where it names no zone), or seconds or milliseconds since the epoch. */
function readTime(raw: unknown): number | undefined {
  const text = typeof raw === 'string' ? raw.trim() : raw
  if (typeof text === 'number' || (typeof text === 'string' && /^-?\d+(\.\d+)?$/.test(text))) {
    const number = Number(text)
    if (Math.abs(number) > 8.64e15) return undefined
    return Math.abs(number) < leastMilliseconds ? Math.round(number * 1000) : number
  }
  if (typeof text !== 'string') return undefined
  const match = isoTime.exec(text)
  if (match === null) return undefined
  const iso = text.replace(' ', 'T').replace(',', '.')
  const time = Date.parse(match[1] === undefined && iso.includes('T') ? `${iso}Z` : iso)
  return Number.isNaN(time) ? undefined : time
}

function readValue(raw: unknown): number | undefined {
  const number = typeof raw === 'number' ? raw : typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : NaN
  // What engines take: squares of differences must be finite.
  return Math.abs(number) <= 1e150 ? number : undefined
}

function show(raw: unknown): string {
  const text = raw === undefined ? 'nothing' : (JSON.stringify(raw) ?? 'nothing')
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
