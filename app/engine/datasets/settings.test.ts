import { expect, test } from 'vitest'
import { parseConfig } from '../config-text.ts'

const names = {
  HISTORICAL_RETENTION_DAYS: '7',
  ANOMALY_RETENTION_DAYS: '45',
  MODEL_RETENTION_DAYS: '180',
  ANOMALY_THRESHOLD: '0.1',
  MINIMUM_TRAINING_RECORDS: '200',
  MAX_HISTORICAL_RECORDS: '5000',
  MAX_RECORDS_PER_BATCH: '25',
  EXCLUDED_DATASETS: 'anomalies_.*, dq_.*',
  MAX_TOKENS: '2000',
  CLAUDE_MODEL: 'claude-test',
}
const set = {
  history_days: 7,
  anomaly_days: 45,
  model_days: 180,
  threshold: 0.1,
  minimum_training_records: 200,
  max_historical_records: 5000,
  max_records_per_batch: 25,
  excluded: ['anomalies_.*', 'dq_.*'],
  language_model: { max_tokens: 2000, model: 'claude-test' },
}

test('the names that users of earlier systems know set them, in the environment and in the file', () => {
  expect(parseConfig('version: 1\n', names)).toMatchObject({ kind: 'read', config: { datasets: set } })
  const lines = Object.entries(names).map(([name, value]) => `${name}: ${/^[\d.]+$/.test(value) ? value : `'${value}'`}`)
  expect(parseConfig(`version: 1\n${lines.join('\n')}\n`)).toMatchObject({ kind: 'read', config: { datasets: set } })
})

test('without them the limits are those of the package', () => {
  const read = parseConfig('version: 1\n')
  expect(read).toMatchObject({
    kind: 'read',
    config: {
      datasets: {
        ...{ history_days: 14, anomaly_days: 90, model_days: 360, max_historical_records: 100_000, max_records_per_batch: 50 },
        language_model: { enabled: false },
      },
    },
  })
})

test('what is no number and what is no pattern is told by its name or its place, and nothing starts', () => {
  const wrong = { ANOMALY_THRESHOLD: 'much', EXCLUDED_DATASETS: 'ok,(' }
  expect(parseConfig('version: 1\n', wrong)).toMatchObject({
    kind: 'refused',
    problems: [
      { variable: 'ANOMALY_THRESHOLD' },
      { variable: 'EXCLUDED_DATASETS', message: expect.stringContaining('"(" is no regular expression') as string },
    ],
  })
  expect(parseConfig('version: 1\ndatasets:\n  excluded:\n    - ok\n    - "(?=x)"\n')).toMatchObject({
    kind: 'refused',
    problems: [{ line: 5, column: 7, path: 'datasets.excluded.1' }],
  })
})
