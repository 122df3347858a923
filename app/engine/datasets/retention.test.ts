import { afterEach, beforeEach, expect, test } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatasetRun } from '../../model/dataset.ts'
import { openDatasetStore } from '../../store/index.ts'
import type { DatasetStore } from '../../store/dataset-port.ts'

const day = 86_400_000
const now = Date.UTC(2026, 10, 21)
const limits = { history_days: 14, anomaly_days: 90, model_days: 360, max_historical_records: 100 }
const sums = { count: 1, mean: 1, spread: 0, max: 1 }
let folder: string
let store: DatasetStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vedette-datasets-'))
  const opened = openDatasetStore(join(folder, 'datasets.db'))
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  store = opened.store
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

function addRun(at: number, rows: number): number {
  const { id } = store.dataset('users', 'clerk', at)
  const result = { records: [{ index: 0, score: 0.9, is_anomaly: true, data: {}, reasons: [] }] } as unknown as DatasetRun['result']
  const run = {
    dataset: 'users',
    role: 'clerk',
    at,
    user: null,
    origin: 'request',
    operation_name: null,
    query_identity: null,
    before: null,
    result,
  }
  const counts = { records: rows, anomalies: 1, score: 0.9, is_anomaly: true, changes: 0, concerns: 0 }
  const trace = { ...run, ...counts } as unknown as Omit<DatasetRun, 'id'>
  return store.addRun({
    dataset: id,
    volume: sums,
    traces: {},
    run: trace,
    rows: Array.from({ length: rows }, (_, n) => ({ data: JSON.stringify({ n }), hash: n, anomalous: n === 0 })),
  })
}

test('each kind goes at its own time, children first', () => {
  const [ancient, old, recent] = [addRun(now - 100 * day, 3), addRun(now - 20 * day, 3), addRun(now - day, 3)]
  const { id } = store.dataset('users', 'clerk', now)
  const model = { training_records: 3, threshold: 0.6, features: [], state: new Uint8Array([1]) }
  store.saveModel(id, { ...model, trained_at: now - 400 * day })
  store.saveModel(id, { ...model, trained_at: now - 300 * day })
  expect(store.clean(limits, now)).toMatchObject({ records: 6, anomalies: 1, runs: 1, models: 1, datasets: 0, complete: true })
  expect([ancient, old, recent].map((run) => store.run(run)?.result.records.length)).toEqual([undefined, 1, 1])
  expect(store.countRecords(id)).toBe(3)
  expect(store.models(id)).toHaveLength(1)
  expect(store.clean({ ...limits, anomaly_days: 1, history_days: 1, model_days: 1 }, now + 30 * day)).toMatchObject({
    runs: 2,
    anomalies: 2,
    models: 1,
    datasets: 1,
  })
  expect(store.summaries()).toEqual([])
})

test('the model by which answers are judged stays, however old, until nobody asks any more', () => {
  addRun(now, 3)
  const { id } = store.dataset('users', 'clerk', now)
  const model = { training_records: 3, threshold: 0.6, features: [], state: new Uint8Array([1]) }
  for (const age of [500, 400]) store.saveModel(id, { ...model, trained_at: now - age * day })
  expect(store.clean(limits, now)).toMatchObject({ models: 1, complete: true })
  expect(store.models(id)).toMatchObject([{ trained_at: now - 400 * day }])
  expect(store.clean(limits, now + 361 * day)).toMatchObject({ models: 1, datasets: 1, complete: true })
})

test('beyond the most rows of a dataset the oldest go', () => {
  addRun(now, 80)
  addRun(now, 70)
  expect(store.clean(limits, now)).toMatchObject({ records: 50, complete: true })
  const { id } = store.dataset('users', 'clerk', now)
  expect(store.countRecords(id)).toBe(100)
  expect(store.records(id, { limit: 100 }).at(-1)?.data).toEqual({ n: 50 })
})

test('interrupted, it goes on where it was', () => {
  for (let at = 0; at < 5; at += 1) addRun(now - 100 * day, 900)
  let turns = 0
  const first = store.clean(limits, now, () => (turns += 1) > 2)
  expect(first).toMatchObject({ records: 2000, runs: 0, complete: false })
  expect(store.clean(limits, now)).toMatchObject({ records: 2500, anomalies: 5, runs: 5, complete: true })
})

test('a sample takes no side where rows come in turns', () => {
  addRun(now, 5000)
  const { id } = store.dataset('users', 'clerk', now)
  const turns = new Set(store.sample(id, 100).map(({ n }) => Number(n) % 50))
  expect(turns.size).toBeGreaterThan(35)
})

test('a sample is spread over history, and leaves out anomalous rows while they are few', () => {
  addRun(now, 1000)
  const { id } = store.dataset('users', 'clerk', now)
  const sample = store.sample(id, 100)
  expect(sample).toHaveLength(100)
  expect(sample.some(({ n }) => n === 0)).toBe(false)
  expect(Math.max(...sample.map(({ n }) => Number(n))) - Math.min(...sample.map(({ n }) => Number(n)))).toBeGreaterThan(900)
})
