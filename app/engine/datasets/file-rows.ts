import { parse } from 'csv-parse/sync'

export interface FileRows {
  rows: Record<string, unknown>[]
  /** Lines that are no rows. */
  skipped: number
  /** What was wrong with the first of them. */
  problems: string[]
}

const mostProblems = 20

/** Rows of a file: CSV with a line of names, an array of objects, or an object a line. */
export function readFileRows(text: string, format: 'auto' | 'csv' | 'json_lines'): FileRows {
  const content = text.replace(/^\uFEFF/, '')
  if (format === 'csv' || (format === 'auto' && !/^\s*[[{]/.test(content))) return readCsv(content)
  return /^\s*\[/.test(content) ? readArray(content) : readLines(content)
}

function readCsv(text: string): FileRows {
  const problems: string[] = []
  let skipped = 0
  try {
    const rows = parse(text, {
      columns: true,
      skip_empty_lines: true,
      relax_column_count: true,
      trim: true,
      delimiter: chooseDelimiter(text),
      skip_records_with_error: true,
      onSkip: (error) => {
        skipped += 1
        if (error !== undefined && problems.length < mostProblems) problems.push(error.message)
        return undefined
      },
    }) as unknown as Record<string, string>[]
    return { rows: rows.map(nullEmpty), skipped, problems }
  } catch (error) {
    return { rows: [], skipped, problems: [error instanceof Error ? error.message : String(error)] }
  }
}

/** CSV cannot say null: nothing between two commas is the nearest to it. */
function nullEmpty(row: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === '' ? null : value]))
}

function chooseDelimiter(text: string): string {
  const head = text.split('\n', 1)[0] ?? ''
  const count = (delimiter: string) => head.split(delimiter).length
  return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0]!
}

function readArray(text: string): FileRows {
  try {
    const values = JSON.parse(text) as unknown[]
    const rows = values.filter(isObject)
    const skipped = values.length - rows.length
    return { rows, skipped, problems: skipped > 0 ? [`${skipped} entries are no objects`] : [] }
  } catch (error) {
    return { rows: [], skipped: 0, problems: [error instanceof Error ? error.message : String(error)] }
  }
}

function readLines(text: string): FileRows {
  const found: FileRows = { rows: [], skipped: 0, problems: [] }
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const value = parseLine(line)
    if (isObject(value)) found.rows.push(value)
    else {
      found.skipped += 1
      if (found.problems.length < mostProblems) found.problems.push(`line ${at + 1} is no JSON object`)
    }
  }
  return found
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
