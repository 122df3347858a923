import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { DatasetResult } from '../../model/dataset.ts'
import { openDatasetWatch } from '../testing/dataset-watch.ts'
import { itemsOfOne, log, orders, users, type GrowingTable } from '../testing/growing-tables.ts'

const hour = 3_600_000

function watchTable() {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-growing-'))
  const { send, close } = openDatasetWatch(join(folder, 'datasets.db'))
  onTestFinished(() => {
    close()
    rmSync(folder, { recursive: true })
  })
  return send
}

const tables: [string, (seed: number) => GrowingTable, Record<string, string>, RegExp][] = [
  [
    'the newest orders',
    orders,
    { id: 'key', uuid: 'uuid', order_number: 'key', customer_id: 'reference', created_ts: 'time' },
    /amount numeric_mean/,
  ],
  ['all users', users, { id: 'key' }, /row/],
  ['a log', log, { position: 'rising' }, /latency numeric_mean/],
  ['what one user has', itemsOfOne, { id: 'key', order_id: 'reference', user_id: 'reference' }, /amount numeric_mean/],
]

test.each(tables)(
  '%s: answer after answer of a growing table raises nothing, and what is planted is found',
  async (_, make, ids, found) => {
    const send = watchTable()
    const table = make(1)
    let last: DatasetResult | undefined
    for (let run = 0; run < 24; run += 1) {
      last = await send(table.answer(run, Date.UTC(2026, 9, 5, 8) + run * 6 * hour))
      expect([run, last.changes.significant, last.records, last.is_anomaly]).toEqual([run, [], [], false])
    }
    expect(last).toMatchObject({ model_details: { trained: true }, changes: { compared: true } })
    expect(last?.statistical_details.statistics.identifiers).toEqual(ids)
    expect(last?.model_details.feature_names?.filter((name) => Object.hasOwn(ids, name))).toEqual([])
    const planted = await send(table.plant(table.answer(24, Date.UTC(2026, 9, 11, 8))))
    expect(planted.is_anomaly).toBe(true)
    const told = [
      ...planted.changes.significant.map((change) => `${'field' in change && change.field} ${change.type}`),
      ...planted.records.map(() => 'row'),
    ]
    expect(told.join(', ')).toMatch(found)
  },
)
