import { basename } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { Sink } from './collector.ts'
import type { FileReader } from './file-reader.ts'
import { LineSplitter, readLines } from './line-splitter.ts'
import { columnNames } from './series-file.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const braceOpen = 0x7b

interface Columns {
  application: number
  ts: number
  value: number
}

/**
 * Values of a stream: JSON lines of its messages as they are, or CSV with a line of names. Rows become messages, those
 * without an application of the one that the file is named after.
 */
export function readMeasurements(begin: Uint8Array, file: string, sink: Sink): FileReader {
  const arrival = Date.now()
  const peer = basename(file)
  const push = (message: Uint8Array) => sink.push(message, peer, arrival)
  const first = begin.find((byte) => byte > 0x20 && byte < 0x80)
  return first === braceOpen ? readLines(push) : new RowReader(peer.replace(/\.[^.]*$/, ''), push)
}

class RowReader implements FileReader {
  private readonly splitter = new LineSplitter()
  private readonly application: string
  private readonly emit: (message: Uint8Array) => void
  private columns: Columns | undefined
  private lines: string[] = []

  constructor(application: string, emit: (message: Uint8Array) => void) {
    this.application = application
    this.emit = emit
  }

  push(bytes: Uint8Array): string | undefined {
    this.splitter.push(bytes, (line) => this.lines.push(decoder.decode(line)))
    return this.readRows()
  }

  end(): string[] {
    this.splitter.end((line) => this.lines.push(decoder.decode(line)))
    const problem = this.readRows()
    return problem === undefined ? [] : [problem]
  }

  private readRows(): string | undefined {
    const { lines } = this
    this.lines = []
    for (const line of lines) {
      const row = readRow(line)
      if (this.columns !== undefined) this.emit(this.messageOf(row, line))
      else {
        const columns = readHeader(row)
        if (typeof columns === 'string') return columns
        this.columns = columns
      }
    }
    return undefined
  }

  /** A row that cannot be read goes on as it is: it is kept, and counted as bad. */
  private messageOf(row: readonly string[], line: string): Uint8Array {
    const { application, ts, value } = this.columns!
    const text = row[value]?.trim() ?? ''
    const number = Number(text)
    if (text === '' || !Number.isFinite(number) || row[ts] === undefined) return encoder.encode(line)
    const named = row[application]?.trim() || this.application
    return encoder.encode(JSON.stringify({ application: named, ts: row[ts], value: number }))
  }
}

/** Without columns where its quotes do not fit together. */
function readRow(line: string): string[] {
  if (!line.includes('"')) return line.split(',').map((text) => text.trim())
  try {
    const rows = parse(line, { trim: true, relax_column_count: true, relax_quotes: true }) as string[][]
    return rows[0] ?? []
  } catch {
    return []
  }
}

/** Or what is missing. */
function readHeader(row: readonly string[]): Columns | string {
  const lower = row.map((name) => name.replace(/^\u{feff}/u, '').toLowerCase())
  const find = (wanted: readonly string[]) => lower.findIndex((name) => wanted.includes(name))
  const columns = { application: find(['application', 'app', 'key']), ts: find(columnNames.ts), value: find(columnNames.value) }
  for (const wanted of ['ts', 'value'] as const) {
    if (columns[wanted] === -1) return `the first line names no column ${wanted}; it has ${row.join(', ').slice(0, 200) || 'none'}`
  }
  return columns
}
