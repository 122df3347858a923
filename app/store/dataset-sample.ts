import type Database from 'better-sqlite3'
import type { DatasetSampler } from './dataset-port.ts'

/** Reads what is learnt from; also beside the thread that writes. */
export function createDatasetSampler(database: Database.Database): DatasetSampler {
  const number = (text: string, ...values: unknown[]) =>
    Number(
      database
        .prepare(text)
        .pluck()
        .get(...values) ?? 0,
    )
  return {
    newestRecord: (dataset) => number('SELECT max(id) FROM record WHERE dataset = ?', dataset),
    sample: (dataset, most) => {
      const anomalous = number('SELECT count(*) FROM record WHERE dataset = ? AND anomalous = 1', dataset)
      const count = number('SELECT count(*) FROM record WHERE dataset = ?', dataset)
      // Chosen by the index alone: only the rows chosen are read.
      const rows = database
        .prepare(
          `SELECT data FROM record WHERE id IN (
             SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id DESC) - 1 AS place FROM record WHERE dataset = ? AND anomalous <= ?) WHERE place % ? = 0)`,
        )
        .pluck()
        .all(dataset, anomalous * 10 > count ? 1 : 0, Math.max(1, Math.ceil(count / most))) as string[]
      return rows.map((data) => JSON.parse(data) as Record<string, unknown>)
    },
    close: () => {
      database.close()
    },
  }
}
