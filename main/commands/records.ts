import { openOfflineTelemetry } from '../../app/engine.ts'
import { parseQuery } from '../../app/model/query-language.ts'
import { viewRecord, type RecordView } from '../../app/model/record-view.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { printable } from '../printable.ts'
import { reportAbsent, reportProblems } from './store-problems.ts'

export interface RecordsFlags {
  home: string
  from?: number
  to?: number
  limit: number
  count?: boolean
  json?: boolean
}

/** `vedette records [QUERY]`: stored telemetry, newest first; works while a console runs on it. */
export function records(text: string, flags: RecordsFlags): ExitCode {
  const parsed = parseQuery(text)
  if (parsed.kind === 'failed') {
    process.stderr.write(`vedette: query, column ${parsed.position + 1}: ${parsed.message}\n`)
    return exitCodes.usage
  }
  const query = { from: flags.from, to: flags.to, conditions: parsed.conditions }
  const opened = openOfflineTelemetry(flags.home)
  if (opened.kind === 'absent') return reportAbsent(flags.home)
  const { reader } = opened
  try {
    if (flags.count) {
      const count = reader.count(query)
      process.stdout.write(flags.json ? `${JSON.stringify({ count })}\n` : `${count}\n`)
      return reportProblems(reader.problems())
    }
    const found: RecordView[] = []
    let cursor: number | undefined
    do {
      const page = reader.search(query, { cursor, limit: Math.min(1000, flags.limit - found.length) })
      found.push(...page.records.map(viewRecord))
      cursor = page.next
    } while (cursor !== undefined && found.length < flags.limit)
    process.stdout.write(
      flags.json ? `${JSON.stringify({ records: found.map(withTimes) }, undefined, 2)}\n` : found.map(formatRecord).join(''),
    )
    return reportProblems(reader.problems())
  } finally {
    reader.close()
  }
}

function withTimes(record: RecordView): Record<string, unknown> {
  return { ...record, time: new Date(record.time).toISOString(), arrival: new Date(record.arrival).toISOString() }
}

function formatRecord(record: RecordView): string {
  const what = record.raw_encoding === 'utf-8' ? record.raw : describeFlow(record)
  return `${new Date(record.time).toISOString()}  ${record.source}  ${printable(what)}\n`
}

function describeFlow({ fields, raw }: RecordView): string {
  const problem = fields['error.message']
  if (problem !== undefined) return `${String(problem)}: ${raw}`
  const end = (side: 'source' | 'destination') => `${String(fields[`${side}.ip`])}:${String(fields[`${side}.port`])}`
  return `${end('source')} → ${end('destination')} ${String(fields['network.transport'] ?? '')} ${String(fields['network.bytes'] ?? fields['source.bytes'] ?? 0)} bytes`
}
