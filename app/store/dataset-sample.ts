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
      // Chosen by the index alone: only the rows chosen are read. Spread by the golden ratio: every n-th row of rows that come
      // in turns would be the same one each time.
      const rows = database
        .prepare(
          `SELECT data FROM record WHERE id IN (
             SELECT id FROM record WHERE dataset = ? AND anomalous <= ? ORDER BY (id * 2654435761) & 4294967295 LIMIT ?)`,
        )
        .pluck()
        .all(dataset, anomalous * 10 > count ? 1 : 0, most) as string[]
      return rows.map((data) => JSON.parse(data) as Record<string, unknown>)
    },
    close: () => {
      database.close()
    },
  }
}
