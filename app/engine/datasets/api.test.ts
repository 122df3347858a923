import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DatasetResult } from '../../model/dataset.ts'
import type { Engine } from '../../engine.ts'
import { apiEventQuerySchema, type ApiService } from '../../contract/api.ts'
import { answerRequest } from '../answer.ts'
import type { HandlerContext } from '../handler.ts'
import { serveApi } from '../../serve/api/serve-api.ts'
import { askAt, type Served } from '../../serve/api/testing/served.ts'
import { createApiService } from '../api/service.ts'
import { startEngine, temporaryHome, testConfig } from '../testing/running-engine.ts'

let place: ReturnType<typeof temporaryHome>
let engine: Engine
let service: ApiService
let ask: Served['ask']
let close: () => Promise<void>
let key: string
beforeEach(async () => {
  place = temporaryHome(`${testConfig}datasets: { excluded: ['dq_.*'], minimum_training_records: 50 }\n`)
  engine = await startEngine(place.home, { listen: false })
  service = createApiService(engine)
  const served = await serveApi({ service, port: 0 })
  if (served.kind === 'failed') throw new Error(served.message)
  ask = askAt(served.url)
  close = served.close
  key = engine.tokens.create('hook', ['datasets'], { who: 'ana', at: 1 }).secret
})
afterEach(async () => {
  await close()
  await engine.close()
  place.remove()
})

const user = (at: number) => ({ id: at, age: 20 + (at % 40), country: ['FR', 'DE', 'IT'][at % 3], password: `hunter${at}` })
const users = (from: number, count: number) => Array.from({ length: count }, (_, at) => user(from + at))
const body = (rows: unknown, query = 'query Users { users { id age country } }') => ({
  rawRequest: { query, variables: {}, operationName: 'Users' },
  response: { data: { users: rows } },
})
const hook = { 'x-hasura-role': 'clerk', 'x-hasura-user': '7' }
const send = (sent: unknown, headers: Record<string, string> = hook) => ask('POST', '/anomalies', { body: sent, headers, token: key })
interface Told {
  results: Record<string, DatasetResult>
  metadata: Record<string, unknown>
}
const told = async (sent: unknown) => (await send(sent)).json as unknown as Told
const events = () => {
  const found = service.events(apiEventQuerySchema.parse({}))
  return found.kind === 'done' ? found.value.events : []
}
const contextOf = () =>
  ({ engine, who: 'ana', signal: new AbortController().signal, progress: () => undefined }) as unknown as HandlerContext
async function request(name: string, input: unknown) {
  const answer = await answerRequest(name, input, contextOf())
  if (answer.kind === 'failure') throw new Error(JSON.stringify(answer.error))
  return answer.output as Record<string, never>
}

test('the key is checked: none, a wrong one, one without the scope', async () => {
  expect((await ask('POST', '/anomalies', { body: {}, headers: hook, token: null })).status).toBe(401)
  expect((await ask('POST', '/anomalies', { body: {}, headers: hook, token: 'vdt_wrong' })).status).toBe(401)
  const { secret } = engine.tokens.create('other', ['record'], { who: 'ana', at: 1 })
  expect((await ask('POST', '/anomalies', { body: {}, headers: hook, token: secret })).status).toBe(403)
  for (const header of ['x-api-key', 'hasura-m-auth']) {
    const answer = await ask('POST', '/anomalies', { body: body([]), headers: { ...hook, [header]: key }, token: null })
    expect(answer.status).toBe(200)
  }
  // Elsewhere such a header is no key.
  expect((await ask('GET', '/v1/blocklist', { headers: { 'x-api-key': key }, token: null })).status).toBe(401)
})

test('refusals come in the words and the order that hooks know', async () => {
  expect((await send({}, {})).json).toEqual({ error: 'Missing required headers', missing: ['X-Hasura-Role'] })
  expect(await send('{bad')).toMatchObject({ status: 400, json: { error: 'Invalid request format' } })
  expect(await send({ rawRequest: { query: 'q' }, response: {} })).toMatchObject({
    status: 400,
    json: { error: 'Invalid rawRequest format', missing: ['variables', 'operationName'] },
  })
})

test('answers are learnt from, and a row that does not belong there becomes an event', async () => {
  const first = await told(body(users(0, 100)))
  expect(first.results['users']).toMatchObject({
    is_anomaly: false,
    model_details: { trained: false },
    changes: { compared: false },
    security_concerns: { status: 'not_analysed', reason: 'language-model analysis is switched off' },
    records: [],
  })
  expect(first.metadata).toMatchObject({
    operation_name: 'Users',
    total_records: 100,
    total_anomalies: 0,
    datasets_processed: ['users'],
    datasets_skipped: [],
  })
  await told(body(users(0, 100)))
  const odd = await told(body([...users(0, 60), { ...user(3), age: 4000, country: 'KP' }]))
  const result = odd.results['users']!
  expect(result).toMatchObject({ is_anomaly: true, model_details: { trained: true } })
  expect(result.records).toHaveLength(1)
  expect(result.records[0]).toMatchObject({ index: 60, data: { age: 4000, password: '***' } })
  expect(result.changes.significant).toContainEqual(expect.objectContaining({ field: 'age', type: 'numeric_outlier' }))
  expect(events().map(({ anomaly_type, entity, count }) => [anomaly_type, entity, count])).toEqual(
    expect.arrayContaining([
      ['dataset_anomaly', 'dataset:users/clerk', 1],
      ['dataset_change', 'dataset:users/clerk', 1],
    ]),
  )
  // The same again is the same event.
  await told(body([...users(0, 60), { ...user(3), age: 4000, country: 'KP' }]))
  expect(events().find(({ anomaly_type }) => anomaly_type === 'dataset_anomaly')?.count).toBe(2)
})

test('a role is known by its queries: a field it never read is an event', async () => {
  for (let at = 0; at < 21; at += 1) await send(body(users(at, 5)))
  const { results } = await told(body(users(0, 5), 'query Users { users { id ssn } }'))
  expect(results['users']?.query_pattern).toMatchObject({
    first_seen: true,
    is_anomaly: true,
    concerns: [{ kind: 'first_use', fields: ['users.ssn'] }],
  })
  expect(events()).toContainEqual(expect.objectContaining({ anomaly_type: 'query_pattern_anomaly', entity: 'user:7', user_id: '7' }))
  const other = await told(body(users(0, 5), '# again\nquery Users { users { country age identifier: id } }'))
  expect(other.results['users']?.query_pattern.first_seen).toBe(false)
})

test('what is excluded and what is introspection is skipped', async () => {
  const { metadata, results } = await told({
    rawRequest: { query: '{ __schema { types { name } } dq_log { id } x: users { id } }', variables: null, operationName: null },
    response: { data: { __schema: {}, dq_log: [{ id: 1 }], x: [{ id: 1 }] } },
  })
  expect(Object.keys(results)).toEqual(['users'])
  expect(metadata['datasets_skipped']).toEqual(['__schema', 'dq_log'])
})

test('history, statistics, models and one record are told, by role', async () => {
  expect((await ask('GET', '/history/users', { token: key })).status).toBe(404)
  await send(body(users(0, 120)))
  await send(body(users(0, 3)), { 'x-hasura-role': 'boss' })
  const history = (await ask('GET', '/history/users?limit=2', { token: key, headers: { 'x-hasura-role': 'clerk' } })).json
  expect(history).toMatchObject({ dataset: 'users', history: [{ role: 'clerk', total: 120 }] })
  expect(JSON.stringify(history)).not.toContain('hunter')
  expect((await ask('GET', '/stats/users', { token: key })).json).toMatchObject({
    stats: [{ role: 'boss' }, { role: 'clerk', statistics: { record_count: 120 } }],
  })
  expect((await ask('GET', '/model/users', { token: key })).json).toMatchObject({
    models: [
      { role: 'boss', state: 'learning' },
      { role: 'clerk', versions: [{ version: 1 }] },
    ],
  })
  const analyze = (record: unknown, headers = {}) => ask('POST', '/analyze/users', { body: record, token: key, headers })
  expect(await analyze(user(3))).toMatchObject({ status: 400, json: { missing: ['X-Hasura-Role'] } })
  expect((await analyze(user(3), hook)).json).toMatchObject({ is_anomaly: false })
  expect((await analyze({ record: { ...user(3), age: 4000 } }, hook)).json).toMatchObject({
    is_anomaly: true,
    score: expect.any(Number) as number,
  })
  // Without a model nobody has judged it.
  expect((await analyze(user(3), { 'x-hasura-role': 'boss' })).json).toMatchObject({ is_anomaly: null, score: null })
  expect((await ask('DELETE', '/history/users', { token: key, headers: hook })).json).toMatchObject({ deleted: 120 })
  expect((await ask('GET', '/history/users', { token: key, headers: hook })).json).toMatchObject({ history: [{ total: 0 }] })
})

test('no secret of an answer is in any file', async () => {
  await send(body(users(0, 60)))
  await send(
    body(
      [{ ...user(1), age: 9999, note: 'the card is 4111 1111 1111 1111' }],
      'query Users { users(where: {token: "s3cretvalue"}) { id } }',
    ),
  )
  await engine.close()
  const kept = readdirSync(place.home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const { parentPath, name } of kept) {
    const text = readFileSync(join(parentPath, name)).toString('latin1')
    for (const secret of ['hunter', '4111 1111 1111 1111', 's3cretvalue'])
      expect(`${name}: ${text.includes(secret)}`).toBe(`${name}: false`)
  }
  engine = await startEngine(place.home, { listen: false })
})

test('the window is told the same, and a file runs through the same analysis', async () => {
  expect(await request('datasets.list', {})).toEqual({ datasets: [] })
  const csv = ['id,amount,country', ...users(0, 120).map(({ id, age, country }) => `${id},${age},${country}`)].join('\n')
  expect(await request('datasets.import', { name: 'orders', text: csv })).toMatchObject({
    records: 120,
    skipped: 0,
    runs: [{ is_anomaly: false }],
  })
  const odd = [...users(0, 30).map(({ id, age, country }) => ({ id, amount: age, country })), { id: 5, amount: 99_999, country: 'FR' }]
  const lines = `${odd.map((row) => JSON.stringify(row)).join('\n')}\nnot json\n`
  const imported = await request('datasets.import', { name: 'orders', text: lines, format: 'json_lines' })
  expect(imported).toMatchObject({
    records: 31,
    skipped: 1,
    problems: ['line 32 is no JSON object'],
    runs: [{ is_anomaly: true }],
  })
  const { run } = (await request('datasets.run', { id: (imported as unknown as { runs: { id: number }[] }).runs[0]!.id })) as unknown as {
    run: object
  }
  expect(run).toMatchObject({ before: { record_count: 120 }, is_anomaly: true })
  expect((run as { result: DatasetResult }).result.records[0]).toMatchObject({ index: 30, data: { amount: 99_999 } })
  expect(await request('datasets.get', { name: 'orders', role: 'import' })).toMatchObject({
    summary: { records: 151, runs: 2, state: 'watching' },
    retention: { history_days: 14, anomaly_days: 90, model_days: 360, max_historical_records: 100_000 },
  })
  expect(events().map(({ anomaly_type }) => anomaly_type)).toContain('dataset_anomaly')
  expect(await request('datasets.delete', { name: 'orders' })).toMatchObject({ deleted: expect.any(Number) as number })
  expect(await request('datasets.list', {})).toEqual({ datasets: [] })
})

test('settings are kept in vedette.yml, and a pattern that is none is refused', async () => {
  const changed = await request('datasets.configure', { settings: { history_days: 7, excluded: ['x_.*'] } })
  expect(changed).toMatchObject({
    settings: { history_days: 7, minimum_training_records: 50 },
    language_model: { active: false, key: 'none' },
  })
  expect(readFileSync(join(place.home, 'vedette.yml'), 'utf8')).toContain('history_days: 7')
  await expect(request('datasets.configure', { settings: { excluded: ['('] } })).rejects.toThrow(/no regular expression/)
})
