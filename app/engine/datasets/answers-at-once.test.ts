import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { defaultRules } from '../../decide/masking/masker.ts'
import { datasetsSchema } from '../../model/dataset-settings.ts'
import { openDatasetStore } from '../../store/index.ts'
import { LanguageModel } from './language-model.ts'
import { learnFrom } from './training.ts'
import { DatasetWatch } from './watch.ts'

test('of answers that are judged at the same time none is forgotten in what is known of the fields', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-at-once-'))
  const opened = openDatasetStore(join(folder, 'datasets.db'))
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  const { store } = opened
  onTestFinished(() => {
    store.close()
    rmSync(folder, { recursive: true })
  })
  const settings = { datasets: datasetsSchema.parse({}), masking: defaultRules, api_key: null }
  const hash = (name: string) => (text: string) => createHash(name).update(text).digest('hex')
  const clock = () => Date.UTC(2026, 10, 21)
  const parts = { store, clock, md5: hash('md5'), sha256: hash('sha256'), turn: () => Promise.resolve() }
  const watch = new DatasetWatch({
    ...parts,
    settings,
    languageModel: new LanguageModel({ ...parts, settings: settings.datasets.language_model, key: null }),
    trainer: { learn: (task) => Promise.resolve(learnFrom(store, task)), settle: () => undefined, close: () => Promise.resolve() },
    problem: (message) => {
      throw new Error(message)
    },
  })
  const rows = Array.from({ length: 20 }, (_, n) => ({ id: n, name: `item ${n}` }))
  const query = 'query Q { t { id name } }'
  const body = JSON.stringify({ rawRequest: { query, variables: {}, operationName: null }, response: { data: { t: rows } } })
  const answers = await Promise.all([1, 2, 3, 4].map(() => watch.anomalies({ role: 'clerk', body })))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  await watch.view({ name: 't', role: 'clerk' })
  const { volume, traces } = store.find('t', 'clerk')!
  expect(volume.count).toBe(4)
  expect(traces['id']).toMatchObject({ answers: 4, distinct: 4 })
})
