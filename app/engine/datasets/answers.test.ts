import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  analyzeAnswerSchema,
  clearedAnswerSchema,
  historyAnswerSchema,
  hookAnswerSchema,
  modelAnswerSchema,
  statsAnswerSchema,
} from '../../contract/dataset-api.ts'
import type { Engine } from '../../engine.ts'
import { serveApi } from '../../serve/api/serve-api.ts'
import { askAt, type Served } from '../../serve/api/testing/served.ts'
import { createApiService } from '../api/service.ts'
import { startEngine, temporaryHome, testConfig } from '../testing/running-engine.ts'

let place: ReturnType<typeof temporaryHome>
let engine: Engine
let ask: Served['ask']
let close: () => Promise<void>
beforeEach(async () => {
  place = temporaryHome(`${testConfig}datasets: { excluded: ['dq_.*'], minimum_training_records: 50 }\n`)
  engine = await startEngine(place.home, { listen: false })
  const served = await serveApi({ service: createApiService(engine), port: 0 })
  if (served.kind === 'failed') throw new Error(served.message)
  close = served.close
  const token = engine.tokens.create('hook', ['datasets'], { who: 'ana', at: 1 }).secret
  ask = (method, path, asked) => askAt(served.url)(method, path, { token, headers: { 'x-hasura-role': 'clerk' }, ...asked })
})
afterEach(async () => {
  await close()
  await engine.close()
  place.remove()
})

/** Of every kind of field there is; `odd`: other in each way that is told. */
function orders(count: number, odd = false): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, at) => {
    const amount = 20 + ((at * 37) % 61)
    return {
      id: (odd ? 9000 : 1000) + at,
      amount: odd ? amount * 40 : amount,
      tax: odd ? (at * 53) % 11 : amount / 5,
      country: odd ? 'KP' : ['FR', 'DE', 'IT'][at % 3],
      state: odd ? (at % 2 ? 'new' : 'paid') : at % 5 ? 'paid' : 'new',
      note: `${'abcdefgh'[at % 8]}${at} said so`,
      email: odd && at % 2 ? null : `c${at % 90}@example.com`,
      placed: new Date(Date.UTC(2026, 9, odd ? 3 + (at % 2) + 7 * (at % 3) : 1 + (at % 28), at % 24)).toISOString(),
    }
  })
}
const body = (rows: unknown, query = 'query Orders { orders { id amount tax country state note email placed } dq_log { id } }') => ({
  rawRequest: { query, variables: {}, operationName: 'Orders' },
  response: { data: { orders: rows, dq_log: [{ id: 1 }] } },
})

test('every answer is what the document says of it, and nothing else', async () => {
  const send = async (sent: unknown) => hookAnswerSchema.parse((await ask('POST', '/anomalies', { body: sent })).json)
  const untrained = await send(body(orders(300)))
  expect(untrained.results['orders']?.model_details).toMatchObject({ trained: false })
  expect(untrained.metadata).toMatchObject({ datasets_processed: ['orders'], datasets_skipped: ['dq_log'] })
  analyzeAnswerSchema.parse((await ask('POST', '/analyze/orders', { body: orders(1)[0] })).json)

  const odd = (await send(body(orders(260, true)))).results['orders']!
  expect(Object.keys(odd.changes.comparison.distribution_changes)).toEqual(expect.arrayContaining(['amount', 'country']))
  expect(odd.changes.comparison.correlation_changes).not.toEqual({})
  const kinds = ['numeric_mean', 'numeric_variance', 'numeric_range', 'numeric_outlier', 'categorical_distribution', 'null_ratio']
  expect(odd.changes.significant.map(({ type }) => type)).toEqual(expect.arrayContaining(kinds))
  const fields = Object.values(odd.statistical_details.statistics.fields).map(({ type }) => type)
  expect(new Set(fields)).toEqual(new Set(['numeric', 'text', 'categorical', 'date']))

  const few = (await send(body([...orders(60), { ...orders(1)[0], id: 1, amount: 99_999 }]))).results['orders']!
  expect(few.records[0]?.reasons).not.toEqual([])
  for (let at = 0; at < 20; at += 1) await send(body(orders(1)))
  const fresh = (await send(body(orders(5), '{ orders { id iban } }'))).results['orders']!
  expect(fresh.query_pattern.concerns).not.toEqual([])
  expect((await send(body(orders(5), '{ orders { '))).results['orders']?.query_pattern.error).toEqual(expect.any(String))
  expect((await send(body([]))).results['orders']?.changes.reason).toEqual(expect.any(String))

  const analyzed = analyzeAnswerSchema.parse((await ask('POST', '/analyze/orders', { body: { ...orders(1)[0], amount: 99_999 } })).json)
  expect(analyzed.reasons).not.toEqual([])
  expect(historyAnswerSchema.parse((await ask('GET', '/history/orders')).json).history[0]?.records).toHaveLength(100)
  expect(modelAnswerSchema.parse((await ask('GET', '/model/orders')).json).models[0]?.versions).not.toEqual([])
  const [stats] = statsAnswerSchema.parse((await ask('GET', '/stats/orders')).json).stats
  expect(stats?.statistics?.shapes).not.toEqual({})
  expect(stats?.query_patterns).toHaveLength(2)
  expect(clearedAnswerSchema.parse((await ask('DELETE', '/history/orders')).json).deleted).toBeGreaterThan(300)
})
