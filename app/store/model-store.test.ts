import { expect, test } from 'vitest'
import { modelSettingsSchema } from '../model/outlier-model.ts'
import { useConsole } from './console-for-tests.ts'
import type { NewModel } from './store.ts'

const at = 1_000
const who = 'ana'
const newModel = (trained_at = 5): NewModel => ({
  set: 'hosts',
  summary: {
    algorithm: 'isolation_forest',
    features: ['peers'],
    settings: modelSettingsSchema.parse({}),
    trained_at,
    trained_by: who,
    why: 'asked',
    took: 1,
    from: 0,
    to: 1,
    last_seq: 9,
    records: 1,
    rows: 1,
    confirmed_rows: 0,
    rows_seen: 1,
    rows_per_day: 1,
    limit: 0.6,
    outliers_per_day: 0,
    ranges: [],
    histogram: [],
    highest: [],
  },
  document: (id) => ({ id, text: 'x'.repeat(1000) }),
})

const console = useConsole()

test('versions are numbered by feature set, candidates at first, each with its document', () => {
  const { store } = console
  const ids = [1, 2].map(() => store.addModel(newModel(), { who, at }).id)
  expect(ids).toEqual(['hosts-1', 'hosts-2'])
  expect(store.models().map(({ id, state }) => [id, state])).toEqual([
    ['hosts-2', 'candidate'],
    ['hosts-1', 'candidate'],
  ])
  console.reopen()
  expect(console.store.modelDocument('hosts-2')).toMatchObject({ id: 'hosts-2' })
  expect(console.store.modelDocument('hosts-9')).toBeUndefined()
})

test('one version is in force, and the way back leads to what it replaced', () => {
  const { store } = console
  for (let n = 0; n < 3; n += 1) store.addModel(newModel(), { who, at })
  const swap = (id: string) => store.putModelInForce('hosts', id, { who, at, what: 'model.swap' })
  expect(swap('hosts-1')?.replaced).toBeUndefined()
  expect(swap('hosts-2')?.replaced).toBe('hosts-1')
  expect(swap('hosts-3')?.replaced).toBe('hosts-2')
  const back = (id: string) => store.putModelInForce('hosts', id, { who, at, what: 'model.rollback' })
  expect(back('hosts-2')).toMatchObject({ state: 'in_force', replaced: 'hosts-1' })
  expect(back('hosts-1')).toMatchObject({ state: 'in_force' })
  expect(store.modelInForce('hosts')?.id).toBe('hosts-1')
  expect(store.models().filter(({ state }) => state === 'in_force')).toHaveLength(1)
  store.putModelInForce('hosts', undefined, { who, at, what: 'model.stop' })
  expect(store.modelInForce('hosts')).toBeUndefined()
})

test('the model in force is neither deleted nor too old, and no number is given twice', () => {
  const { store } = console
  store.addModel(newModel(5), { who, at })
  store.addModel(newModel(6), { who, at })
  store.putModelInForce('hosts', 'hosts-1', { who, at, what: 'model.swap' })
  expect(store.deleteModel('hosts-1', { who, at })).toBe(false)
  expect(store.expireModels(100)).toEqual(['hosts-2'])
  expect(store.addModel(newModel(), { who, at }).id).toBe('hosts-3')
  expect(store.deleteModel('hosts-3', { who, at })).toBe(true)
  expect(store.addModel(newModel(), { who, at }).id).toBe('hosts-4')
})

test('a version that was replaced is kept from then on, however long ago it was trained', () => {
  const { store } = console
  store.addModel(newModel(5), { who, at })
  store.addModel(newModel(990), { who, at })
  store.putModelInForce('hosts', 'hosts-1', { who, at: 10, what: 'model.swap' })
  store.putModelInForce('hosts', 'hosts-2', { who, at, what: 'model.swap' })
  expect(store.expireModels(at)).toEqual([])
  expect(store.modelInForce('hosts')?.replaced).toBe('hosts-1')
  expect(store.expireModels(at + 1)).toEqual(['hosts-1'])
})

test('training, swaps and deletions are in the activity log', () => {
  const { store } = console
  store.addModel(newModel(), { who, at })
  store.putModelInForce('hosts', 'hosts-1', { who, at, what: 'model.swap' })
  expect(store.activity({ limit: 10 }).map(({ what, subject }) => [what, subject])).toEqual([
    ['model.swap', 'model:hosts-1'],
    ['model.train', 'model:hosts-1'],
  ])
  expect(store.verifyActivity().kind).toBe('intact')
})
