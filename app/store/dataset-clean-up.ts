import type Database from 'better-sqlite3'
import type { DatasetCleanUp } from '../model/dataset.ts'
import type { DatasetLimits } from './dataset-port.ts'

const day = 86_400_000
const batch = 1000

/** Children before what they belong to. Every step looks for what is past its time: whoever was interrupted goes on by beginning again. */
export function cleanDatasets(
  database: Database.Database,
  limits: DatasetLimits,
  now: number,
  enough: () => boolean = () => false,
): DatasetCleanUp {
  const taken: DatasetCleanUp = {
    at: now,
    records: 0,
    anomalies: 0,
    runs: 0,
    models: 0,
    queries: 0,
    datasets: 0,
    analyses: 0,
    complete: false,
  }
  const past = (days: number) => now - days * day

  /** False when it was told to stop. */
  function empty(
    what: keyof DatasetCleanUp & ('records' | 'anomalies' | 'runs' | 'models' | 'queries' | 'datasets' | 'analyses'),
    sql: string,
    ...values: number[]
  ): boolean {
    const statement = database.prepare(sql)
    for (;;) {
      if (enough()) return false
      const { changes } = statement.run(...values, batch)
      taken[what] += changes
      if (changes < batch) return true
    }
  }

  const model = past(limits.model_days)
  const unused = `(SELECT id FROM dataset WHERE last_seen < ? AND NOT EXISTS (SELECT 1 FROM record WHERE record.dataset = dataset.id)
    AND NOT EXISTS (SELECT 1 FROM run WHERE run.dataset = dataset.id) AND NOT EXISTS (SELECT 1 FROM model WHERE model.dataset = dataset.id) LIMIT ?)`
  taken.complete =
    empty('records', 'DELETE FROM record WHERE id IN (SELECT id FROM record WHERE at < ? LIMIT ?)', past(limits.history_days)) &&
    trim() &&
    empty(
      'anomalies',
      'DELETE FROM anomaly WHERE (run, place) IN (SELECT run, place FROM anomaly WHERE at < ? LIMIT ?)',
      past(limits.anomaly_days),
    ) &&
    empty(
      'runs',
      `DELETE FROM run WHERE id IN (SELECT id FROM run WHERE at < ? AND NOT EXISTS (SELECT 1 FROM anomaly WHERE anomaly.run = run.id) LIMIT ?)`,
      past(limits.anomaly_days),
    ) &&
    // By the newest of a dataset its answers are judged, as long as there are any.
    empty(
      'models',
      `DELETE FROM model WHERE rowid IN (SELECT model.rowid FROM model JOIN dataset ON dataset.id = model.dataset WHERE trained_at < ?
       AND (dataset.last_seen < ? OR version < (SELECT max(version) FROM model AS newer WHERE newer.dataset = model.dataset)) LIMIT ?)`,
      model,
      model,
    ) &&
    empty('queries', 'DELETE FROM query WHERE (role, identity) IN (SELECT role, identity FROM query WHERE last_seen < ? LIMIT ?)', model) &&
    empty(
      'queries',
      `DELETE FROM role_field WHERE (role, dataset, field) IN (SELECT role, dataset, field FROM role_field WHERE last_seen < ? LIMIT ?)`,
      model,
    ) &&
    empty('queries', 'DELETE FROM role WHERE role IN (SELECT role FROM role WHERE last_seen < ? LIMIT ?)', model) &&
    empty('analyses', 'DELETE FROM analysis WHERE question IN (SELECT question FROM analysis WHERE at < ? LIMIT ?)', past(30)) &&
    empty('datasets', `DELETE FROM dataset WHERE id IN ${unused}`, past(limits.history_days))
  return taken

  /** The oldest rows of a dataset beyond its limit. */
  function trim(): boolean {
    const ids = database.prepare('SELECT id FROM dataset').pluck().all() as number[]
    return ids.every((id) => {
      const count = database.prepare('SELECT count(*) FROM record WHERE dataset = ?').pluck().get(id) as number
      if (count <= limits.max_historical_records) return true
      const last = database
        .prepare('SELECT id FROM record WHERE dataset = ? ORDER BY id LIMIT 1 OFFSET ?')
        .pluck()
        .get(id, count - limits.max_historical_records) as number
      return empty('records', 'DELETE FROM record WHERE id IN (SELECT id FROM record WHERE dataset = ? AND id < ? LIMIT ?)', id, last)
    })
  }
}
