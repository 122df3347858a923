import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { RecordQuery } from '../../app/model/query.ts'
import { startConsole, untilQuiet, type ConsoleProcess } from '../support/console-process.ts'
import { loggen as findLoggen } from '../support/debian-tools.ts'
import { residentBytes } from '../support/process-figures.ts'
import { percentile, report, skip, title } from '../support/report.ts'
import { sendSyslog } from '../support/syslog-load.ts'
import { makeLines, writeLines } from '../support/syslog-lines.ts'

const million = 1_000_000

/** Size, memory and question times over many stored records, asked while the console runs. */
export async function benchStore(options: { records: number }): Promise<void> {
  title(`Store, ${options.records / million} M syslog records`)
  const baseline = measureRawInserts(200_000)
  report({ name: 'bare SQLite inserts, one row a line, one index', value: baseline, unit: 'rows/s' })
  const loggen = findLoggen()
  if (loggen === undefined) return skip('store', 'loggen (syslog-ng-core) cannot be had here')
  const file = writeLines(makeLines(20_000, Date.now()))
  const running = await startConsole()
  const empty = residentBytes(running.pid)
  let atMillion = 0
  for (let stored = 0; stored < options.records;) {
    const rate = 60_000
    const seconds = Math.max(1, Math.min(15, Math.ceil((options.records - stored) / rate)))
    const { sent } = await sendSyslog(loggen, { transport: 'tcp', port: running.port('syslog-tcp'), file, seconds, rate })
    ;({ stored } = await untilQuiet(running, stored + sent))
    if (atMillion === 0 && stored >= million) atMillion = residentBytes(running.pid)
  }
  const { store } = await running.ask('health.get', {})
  report({
    name: 'bytes a stored record',
    value: store.bytes / store.records,
    unit: 'B',
    note: 'raw line, fields, search filter and roll-ups',
  })
  report({ name: 'memory when started', value: empty / 2 ** 20, unit: 'MiB' })
  report({ name: 'memory after 1 M records', value: atMillion / 2 ** 20, unit: 'MiB' })
  await askQuestions(running)
  await running.stop()
}

async function askQuestions(running: ConsoleProcess): Promise<void> {
  const field = (name: string, value: string): RecordQuery => ({ conditions: [{ kind: 'equals', field: name, value, negated: false }] })
  const page = (query: RecordQuery) => () => running.ask('records.search', { query, limit: 100 })
  await time('page of 100, newest', page({ conditions: [] }))
  await time('page of 100, one host', page(field('host.name', 'host-7')))
  await time('page of 100, one rare address', page(field('source.ip', '10.0.3.99')))
  await time('page, a word that is nowhere', page({ conditions: [{ kind: 'text', text: 'zebrafinch', negated: false }] }))
  await time('histogram, per minute, from roll-ups', () =>
    running.ask('records.histogram', { query: { conditions: [] }, interval: 60_000 }),
  )
  await time('queue page of 100', () => running.ask('events.search', { query: {}, limit: 100 }))
}

async function time(name: string, ask: () => Promise<unknown>): Promise<void> {
  const taken: number[] = []
  for (let n = 0; n < 15; n += 1) {
    const started = performance.now()
    await ask()
    taken.push(performance.now() - started)
  }
  report({ name, value: percentile(taken, 0.5), unit: 'ms p50', note: `worst ${percentile(taken, 1).toFixed(0)} ms` })
}

/** What SQLite alone does with the same lines: batches of a transaction, time and host indexed. */
function measureRawInserts(count: number): number {
  const directory = mkdtempSync(join(tmpdir(), 'vedette-raw-'))
  const database = new Database(join(directory, 'raw.db'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.exec('CREATE TABLE line (id INTEGER PRIMARY KEY, time INTEGER, host TEXT, raw TEXT); CREATE INDEX line_time ON line (time)')
  const insert = database.prepare('INSERT INTO line (time, host, raw) VALUES (?, ?, ?)')
  const lines = makeLines(count, Date.now())
  const started = performance.now()
  for (let at = 0; at < count; at += 5000) {
    database.transaction(() => {
      for (const [index, line] of lines.slice(at, at + 5000).entries()) insert.run(at + index, 'host', line)
    })()
  }
  const seconds = (performance.now() - started) / 1000
  database.close()
  rmSync(directory, { recursive: true, force: true })
  return count / seconds
}
