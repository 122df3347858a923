import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { DatasetResult } from '../../model/dataset.ts'
import { datasetsSchema } from '../../model/dataset-settings.ts'
import { defaultRules } from '../../decide/masking/masker.ts'
import { openDatasetStore } from '../../store/index.ts'
import { itemsOfOne, log, orders, users, type GrowingTable } from '../testing/growing-tables.ts'
import { LanguageModel } from './language-model.ts'
import { learnFrom } from './training.ts'
import { DatasetWatch } from './watch.ts'

const hour = 3_600_000

/** A watch on a store of its own, which learns at once, by a clock of ours. */
function watchTable() {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-growing-'))
  const opened = openDatasetStore(join(folder, 'datasets.db'))
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  const { store } = opened
  onTestFinished(() => {
    store.close()
    rmSync(folder, { recursive: true })
  })
  let now = Date.UTC(2026, 9, 5, 8)
  const settings = { datasets: datasetsSchema.parse({}), masking: defaultRules, api_key: null }
  const hash = (name: string) => (text: string) => createHash(name).update(text).digest('hex')
  const parts = { store, clock: () => now, md5: hash('md5'), sha256: hash('sha256'), turn: () => Promise.resolve() }
  const languageModel = new LanguageModel({ ...parts, settings: settings.datasets.language_model, key: null })
  const trainer = {
    learn: (task: Parameters<typeof learnFrom>[1]) => Promise.resolve(learnFrom(store, task)),
    settle: () => undefined,
    close: () => Promise.resolve(),
  }
  const problem = (message: string) => {
    throw new Error(message)
  }
  const watch = new DatasetWatch({ ...parts, settings, languageModel, trainer, problem })
  return async (rows: readonly Record<string, unknown>[]): Promise<DatasetResult> => {
    now += 6 * hour
    const query = `query Q { t { ${Object.keys(rows[0] ?? {}).join(' ')} } }`
    const body = JSON.stringify({ rawRequest: { query, variables: {}, operationName: null }, response: { data: { t: rows } } })
    const answer = await watch.anomalies({ role: 'clerk', body })
    // What it has taught is learnt before the next one comes.
    await watch.view({ name: 't', role: 'clerk' })
    return (JSON.parse(answer.body) as { results: { t: DatasetResult } }).results.t
  }
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
