import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { datasetMigrations } from '../../store/migrations/datasets.ts'
import { openDatasetWatch } from '../testing/dataset-watch.ts'
import { orders } from '../testing/growing-tables.ts'

const hour = 3_600_000
const answerAt = (run: number) => Date.UTC(2026, 9, 5, 8) + run * 6 * hour

/** What is in `file`, in a file of the first format: its tables and columns, and statistics without what came later. */
function writeFirstFormat(file: string, older: string): void {
  const database = new Database(older)
  database.exec(datasetMigrations[0]!)
  database.prepare('ATTACH ? AS newer').run(file)
  const names = (sql: string) => database.prepare<[], string>(sql).pluck().all()
  database.pragma('foreign_keys = OFF')
  for (const table of names("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")) {
    const columns = names(`SELECT name FROM pragma_table_info('${table}', 'main')`).map((column) => `"${column}"`)
    database.exec(`INSERT INTO main.${table} (${columns.join()}) SELECT ${columns.join()} FROM newer.${table}`)
  }
  database.exec("UPDATE main.dataset SET statistics = json_remove(statistics, '$.identifiers', '$.shapes')")
  database.pragma(`application_id = ${0x56445453}`)
  database.pragma('user_version = 1')
  database.close()
}

test('a file of the first format keeps its history, and learns from the next answer which fields are identifiers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-older-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [file, older] = [join(folder, 'datasets.db'), join(folder, 'older.db')]
  const table = orders(1)
  const before = openDatasetWatch(file)
  for (let run = 0; run < 6; run += 1) await before.send(table.answer(run, answerAt(run)))
  const { id } = before.store.find('t', 'clerk')!
  const known = {
    rows: before.store.records(id, { limit: 1000 }),
    runs: before.store.runs(id, { limit: 100 }),
    models: before.store.models(id),
  }
  expect([known.runs.length, known.models.length > 0]).toEqual([6, true])
  before.close()
  writeFirstFormat(file, older)

  const after = openDatasetWatch(older)
  onTestFinished(after.close)
  const { store } = after
  expect(store.find('t', 'clerk')).toMatchObject({ id, traces: {}, statistics: { record_count: expect.any(Number) as number } })
  expect(store.records(id, { limit: 1000 })).toEqual(known.rows)
  expect(store.runs(id, { limit: 100 })).toEqual(known.runs)
  expect(store.models(id)).toEqual(known.models)

  const first = await after.send(table.answer(6, answerAt(6)))
  expect(first.statistical_details.historical_records).toBeGreaterThan(100)
  expect(Object.keys(store.find('t', 'clerk')!.traces)).toEqual(expect.arrayContaining(['id', 'uuid', 'order_number', 'customer_id']))
  const next = await after.send(table.answer(7, answerAt(7)))
  const ids = { id: 'key', uuid: 'uuid', order_number: 'key', customer_id: 'reference', created_ts: 'time' }
  expect(next.statistical_details.statistics.identifiers).toEqual(ids)
  expect(next.changes.significant).toEqual([])
  expect(store.runs(id, { limit: 100 })).toHaveLength(8)
})
