import type Database from 'better-sqlite3'
import type { AnomalousRow, DatasetRun, DatasetStatistics, DatasetSummary, FieldTraces } from '../model/dataset.ts'
import { cleanDatasets } from './dataset-clean-up.ts'
import type { DatasetSampler, DatasetStore, RunningSums, StoredDataset } from './dataset-port.ts'
import { readModel, readPattern, readRun, runColumns, splitResult, type ModelRow, type QueryRow, type RunRow } from './dataset-row.ts'
import { createDatasetSampler } from './dataset-sample.ts'
import { openMigratedDatabase, type OpenedStore } from './migrated-database.ts'
import { datasetMigrations } from './migrations/datasets.ts'

/** 'VDTS' */
const application = 0x56445453

export type OpenedDatasets = OpenedStore<DatasetStore>

/** Opens datasets.db. */
export function openDatasetStore(file: string): OpenedDatasets {
  // Whoever trains brings it into the file; by itself it does so only when nobody else has.
  // Rows are found again by their hashes, which lie anywhere in their index: it is kept in memory (KiB).
  const pragmas = ['synchronous = NORMAL', 'foreign_keys = ON', 'wal_autocheckpoint = 32000', 'cache_size = -32768']
  return openMigratedDatabase(file, { application, migrations: datasetMigrations, pragmas }, createDatasetStore)
}

/** What is learnt from, read beside the thread that writes datasets.db. */
export function openDatasetSampler(file: string): OpenedStore<DatasetSampler> {
  return openMigratedDatabase(file, { application, migrations: datasetMigrations, pragmas: [], readonly: true }, createDatasetSampler)
}

const emptySums: RunningSums = { count: 0, mean: 0, spread: 0, max: 0 }

interface DatasetRow {
  id: number
  name: string
  role: string
  first_seen: number
  last_seen: number
  volume: string
  traces: string
  statistics: string | null
  statistics_record: number
}

function createDatasetStore(database: Database.Database): DatasetStore {
  const statements = new Map<string, Database.Statement>()
  const sql = (text: string) => {
    const known = statements.get(text) ?? database.prepare(text)
    statements.set(text, known)
    return known
  }
  const one = <Row>(text: string, ...values: unknown[]) => sql(text).get(...values) as Row | undefined
  const all = <Row>(text: string, ...values: unknown[]) => sql(text).all(...values) as Row[]
  const number = (text: string, ...values: unknown[]) => Number(Object.values((sql(text).get(...values) ?? {}) as object)[0] ?? 0)

  const find: DatasetStore['find'] = (name, role) => {
    const row = one<DatasetRow>('SELECT * FROM dataset WHERE name = ? AND role = ?', name, role)
    return row === undefined ? undefined : readDataset(row)
  }
  const sampler = createDatasetSampler(database)
  const newestVersion = (dataset: number) => number('SELECT max(version) FROM model WHERE dataset = ?', dataset)
  const models: DatasetStore['models'] = (dataset) => {
    const newest = newestVersion(dataset)
    const rows = all<ModelRow>(
      'SELECT version, trained_at, training_records, threshold, features FROM model WHERE dataset = ? ORDER BY version DESC',
      dataset,
    )
    return rows.map((row) => readModel(row, newest))
  }
  const countRecords: DatasetStore['countRecords'] = (dataset) => number('SELECT count(*) FROM record WHERE dataset = ?', dataset)
  const runs: DatasetStore['runs'] = (dataset, { before = Number.MAX_SAFE_INTEGER, limit }) =>
    all<RunRow>(
      `SELECT ${runColumns} FROM run JOIN dataset ON dataset.id = run.dataset WHERE run.dataset = ? AND run.id < ? ORDER BY run.id DESC LIMIT ?`,
      dataset,
      before,
      limit,
    ).map(readRun)

  function summarize({ id, name, role, first_seen, last_seen }: DatasetRow): DatasetSummary {
    const [model] = models(id)
    return {
      name,
      role,
      first_seen,
      last_seen,
      records: countRecords(id),
      runs: number('SELECT count(*) FROM run WHERE dataset = ?', id),
      anomalies: number('SELECT coalesce(sum(anomalies), 0) FROM run WHERE dataset = ?', id),
      last_run: runs(id, { limit: 1 })[0] ?? null,
      model: model ?? null,
      state: model === undefined ? 'learning' : 'watching',
    }
  }

  function insertAnomalies(run: number, at: number, records: readonly AnomalousRow[]): void {
    const insert = sql('INSERT INTO anomaly (run, place, at, anomaly) VALUES (?, ?, ?, ?)')
    records.forEach((row, place) => insert.run(run, place, at, JSON.stringify(row)))
  }

  return {
    transaction: (work) => database.transaction(work).immediate(),
    find,
    dataset: (name, role, at) => {
      const insert = 'INSERT INTO dataset (name, role, first_seen, last_seen, volume) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING'
      sql(insert).run(name, role, at, at, JSON.stringify(emptySums))
      return find(name, role)!
    },
    roles: (name) => all<{ role: string }>('SELECT role FROM dataset WHERE name = ? ORDER BY role', name).map(({ role }) => role),
    summaries: () => all<DatasetRow>('SELECT * FROM dataset ORDER BY last_seen DESC, name, role LIMIT 5000').map(summarize),
    summary: (id) => {
      const row = one<DatasetRow>('SELECT * FROM dataset WHERE id = ?', id)
      return row === undefined ? undefined : summarize(row)
    },

    addRequest: ({ role, at, query, fields }) => {
      const complexity = JSON.stringify(query?.complexity ?? emptySums)
      sql(
        `INSERT INTO role (role, requests, last_seen, complexity) VALUES (?, 1, ?, ?)
         ON CONFLICT (role) DO UPDATE SET requests = requests + 1, last_seen = excluded.last_seen${query === undefined ? '' : ', complexity = excluded.complexity'}`,
      ).run(role, at, complexity)
      if (query !== undefined) {
        const { identity, operation_name, text, datasets, features, rows } = query
        sql(
          `INSERT INTO query (role, identity, operation_name, text, datasets, features, count, first_seen, last_seen, rows) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
           ON CONFLICT (role, identity) DO UPDATE SET count = count + 1, last_seen = excluded.last_seen, rows = excluded.rows, datasets = excluded.datasets`,
        ).run(role, identity, operation_name, text, JSON.stringify(datasets), JSON.stringify(features), at, at, JSON.stringify(rows))
      }
      const use = sql(
        `INSERT INTO role_field (role, dataset, field, first_seen, last_seen, uses) VALUES (?, ?, ?, ?, ?, 1)
         ON CONFLICT DO UPDATE SET uses = uses + 1, last_seen = excluded.last_seen`,
      )
      for (const { dataset, field } of fields) use.run(role, dataset, field, at, at)
    },
    addRun: ({ dataset, volume, traces, run, rows }) => {
      const { at, user, origin, operation_name, query_identity, records, anomalies, score, is_anomaly, changes, concerns } = run
      const { rest, records: odd } = splitResult(run.result)
      const { lastInsertRowid } = sql(
        `INSERT INTO run (dataset, at, user, origin, operation_name, query_identity, records, anomalies, score, is_anomaly, changes, concerns, result, before)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        ...[dataset, at, user, origin, operation_name, query_identity, records, anomalies, score, Number(is_anomaly), changes, concerns],
        rest,
        run.before === null ? null : JSON.stringify(run.before),
      )
      const id = Number(lastInsertRowid)
      insertAnomalies(id, at, odd)
      const insert = sql('INSERT INTO record (dataset, at, anomalous, hash, data) VALUES (?, ?, ?, ?, ?)')
      for (const { data, hash, anomalous } of rows) insert.run(dataset, at, Number(anomalous), hash, data)
      const learnt = [JSON.stringify(volume), JSON.stringify(traces)]
      sql('UPDATE dataset SET last_seen = max(last_seen, ?), volume = ?, traces = ? WHERE id = ?').run(at, ...learnt, dataset)
      return id
    },
    amendRun: (id, result) => void sql('UPDATE run SET result = ? WHERE id = ?').run(splitResult(result).rest, id),
    run: (id) => {
      const row = one<RunRow & { result: string; before: string | null }>(
        `SELECT ${runColumns}, run.result, run.before FROM run JOIN dataset ON dataset.id = run.dataset WHERE run.id = ?`,
        id,
      )
      if (row === undefined) return undefined
      const { result, before, ...rest } = row
      const odd = all<{ anomaly: string }>('SELECT anomaly FROM anomaly WHERE run = ? ORDER BY place', id)
      const records = odd.map(({ anomaly }) => JSON.parse(anomaly) as AnomalousRow)
      return {
        ...readRun(rest),
        result: { ...(JSON.parse(result) as Omit<DatasetRun['result'], 'records'>), records },
        before: before === null ? null : (JSON.parse(before) as DatasetStatistics),
      }
    },
    runs,

    records: (dataset, { before = Number.MAX_SAFE_INTEGER, limit }) =>
      all<{ id: number; at: number; data: string }>(
        'SELECT id, at, data FROM record WHERE dataset = ? AND id < ? ORDER BY id DESC LIMIT ?',
        dataset,
        before,
        limit,
      ).map(({ id, at, data }) => ({ id, at, data: JSON.parse(data) as Record<string, unknown> })),
    countRecords,
    newestRecord: sampler.newestRecord,
    recordsAfter: (dataset, record) => number('SELECT count(*) FROM record WHERE dataset = ? AND id > ?', dataset, record),
    oldest: (dataset) => ({
      record: one<{ at: number }>('SELECT at FROM record WHERE dataset = ? ORDER BY id LIMIT 1', dataset)?.at ?? null,
      run: one<{ at: number }>('SELECT at FROM run WHERE dataset = ? ORDER BY id LIMIT 1', dataset)?.at ?? null,
    }),
    knowsRow: (dataset, hash, data) =>
      sql('SELECT 1 FROM record WHERE dataset = ? AND hash = ? AND anomalous = 0 AND data = ? LIMIT 1').get(dataset, hash, data) !==
      undefined,
    sample: sampler.sample,
    trim: (dataset, most) => {
      const count = countRecords(dataset)
      if (count <= most) return 0
      const last = number('SELECT id FROM record WHERE dataset = ? ORDER BY id LIMIT 1 OFFSET ?', dataset, count - most)
      return sql('DELETE FROM record WHERE dataset = ? AND id < ?').run(dataset, last).changes
    },
    saveStatistics: (dataset, statistics, record) => {
      const text = statistics === null ? null : JSON.stringify(statistics)
      sql('UPDATE dataset SET statistics = ?, statistics_record = ? WHERE id = ?').run(text, record, dataset)
    },

    saveModel: (dataset, { trained_at, training_records, threshold, features, state }) => {
      const version = newestVersion(dataset) + 1
      sql(
        'INSERT INTO model (dataset, version, trained_at, training_records, threshold, features, state) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ).run(dataset, version, trained_at, training_records, threshold, JSON.stringify(features), state)
      return { version, trained_at, training_records, threshold, features, in_force: true }
    },
    model: (dataset) => {
      const row = one<ModelRow & { state: Uint8Array }>('SELECT * FROM model WHERE dataset = ? ORDER BY version DESC LIMIT 1', dataset)
      if (row === undefined) return undefined
      const { version, trained_at, training_records, threshold, features, state } = row
      return { version: readModel({ version, trained_at, training_records, threshold, features }, version), state }
    },
    models,

    role: (name) => {
      const row = one<{ requests: number; complexity: string }>('SELECT requests, complexity FROM role WHERE role = ?', name)
      return row === undefined ? undefined : { requests: row.requests, complexity: JSON.parse(row.complexity) as RunningSums }
    },
    queryRows: (role, identity) => {
      const row = one<{ rows: string }>('SELECT rows FROM query WHERE role = ? AND identity = ?', role, identity)
      return row === undefined ? undefined : (JSON.parse(row.rows) as RunningSums)
    },
    knowsField: (role, dataset, field) =>
      sql('SELECT 1 FROM role_field WHERE role = ? AND dataset = ? AND field = ?').get(role, dataset, field) !== undefined,
    patterns: (role, dataset) =>
      all<QueryRow>(
        `SELECT * FROM query WHERE role = ? AND EXISTS (SELECT 1 FROM json_each(query.datasets) WHERE value = ?) ORDER BY count DESC LIMIT 200`,
        role,
        dataset,
      ).map(readPattern),
    fields: (role, dataset) =>
      all(
        'SELECT field, first_seen, last_seen, uses FROM role_field WHERE role = ? AND dataset = ? ORDER BY field LIMIT 1000',
        role,
        dataset,
      ),

    analysis: (question, since) => {
      const row = one<{ at: number; answer: string }>('SELECT at, answer FROM analysis WHERE question = ? AND at >= ?', question, since)
      return row === undefined ? undefined : { at: row.at, answer: JSON.parse(row.answer) as unknown }
    },
    keepAnalysis: (question, at, answer) =>
      void sql('INSERT OR REPLACE INTO analysis (question, at, answer) VALUES (?, ?, ?)').run(question, at, JSON.stringify(answer)),
    counter: (name) => {
      const row = one<{ value: string }>('SELECT value FROM counter WHERE name = ?', name)
      return row === undefined ? undefined : (JSON.parse(row.value) as unknown)
    },
    setCounter: (name, value) => void sql('INSERT OR REPLACE INTO counter (name, value) VALUES (?, ?)').run(name, JSON.stringify(value)),

    remove: (dataset, what) =>
      database
        .transaction(() => {
          const tables = ['DELETE FROM record WHERE dataset = ?']
          if (what === 'all') {
            tables.push('DELETE FROM anomaly WHERE run IN (SELECT id FROM run WHERE dataset = ?)', 'DELETE FROM run WHERE dataset = ?')
            tables.push('DELETE FROM model WHERE dataset = ?', 'DELETE FROM dataset WHERE id = ?')
          } else tables.push('UPDATE dataset SET statistics = NULL, statistics_record = 0 WHERE id = ?')
          const gone = tables.map((text) => sql(text).run(dataset).changes)
          return gone.reduce((sum, changes) => sum + changes, 0) - 1
        })
        .immediate(),
    clean: (limits, now, enough) => cleanDatasets(database, limits, now, enough),
    close: () => {
      database.close()
    },
  }
}

function readDataset({ id, name, role, volume, traces, statistics, statistics_record }: DatasetRow): StoredDataset {
  return {
    id,
    name,
    role,
    volume: JSON.parse(volume) as RunningSums,
    traces: JSON.parse(traces) as FieldTraces,
    statistics: statistics === null ? null : (JSON.parse(statistics) as DatasetStatistics),
    statistics_record,
  }
}
