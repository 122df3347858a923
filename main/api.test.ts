import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { z } from 'zod'
import { temporaryHome } from '../app/engine/testing/running-engine.ts'
import { apiScopes } from '../app/model/api-token.ts'
import {
  acceptedAnswer,
  blockEntryAnswer,
  decisionAnswer,
  eventAnswer,
  eventsAnswer,
  flagAnswer,
  healthAnswer,
  recordedAnswer,
} from '../app/serve/api/answers.ts'
import { readEvents } from '../app/serve/api/testing/event-reader.ts'
import { askAt, type Served } from '../app/serve/api/testing/served.ts'
import { runProgram, startConsole, type Console } from './testing/command.ts'

const { home, remove } = temporaryHome()
let running: Console
let origin: string
let ask: Served['ask']
let token: string

beforeAll(start)
afterAll(async () => {
  await running.end('SIGKILL')
  remove()
})

async function start(): Promise<void> {
  running = await startConsole(home, '--port', origin === undefined ? '0' : new URL(origin).port)
  origin = new URL(running.ready.url).origin
  if (token === undefined) {
    await running.request('firstRun.finish', { detection: true, alerting: true })
    const { output } = await running.request('tokens.create', { name: 'shop', scopes: apiScopes })
    token = (output as { secret: string }).secret
  }
  const bare = askAt(origin)
  ask = (method, path, options = {}) => bare(method, path, { token, ...options })
}

/** What the document says of an answer holds for what the engine really answers. */
async function expectAnswer<Schema extends z.ZodType>(
  schema: Schema,
  status: number,
  ...asked: Parameters<Served['ask']>
): Promise<z.output<Schema>> {
  const answer = await ask(...asked)
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status })
  return schema.parse(answer.json)
}

function record(user: number): Promise<z.output<typeof recordedAnswer>> {
  const payload = { user_id: user, path: `/api/v1/stock/${user}`, metadata: { asked: 7, password: 'hunter2' } }
  return expectAnswer(recordedAnswer, 201, 'POST', '/v1/record', { body: { type: 'stock_underflow_attempt', payload } })
}

test('every path answers as the document says', async () => {
  expect(await expectAnswer(healthAnswer, 200, 'GET', '/health')).toMatchObject({ status: 'ok' })
  const body = { type: 'cross_tenant_access_attempt', metadata: { password: 'hunter2' }, user: { id: 7 } }
  const decision = await expectAnswer(decisionAnswer, 200, 'POST', '/v1/evaluate', { body })
  expect(decision).toMatchObject({
    risk_score: 50,
    severity: 'high',
    should_alert: true,
    should_block: false,
    metadata: { password: '***' },
  })
  const handed = await expectAnswer(recordedAnswer, 201, 'POST', '/v1/record', { body: { decision, payload: { user_id: 7, path: '/x' } } })
  expect(await expectAnswer(eventAnswer, 200, 'GET', `/v1/events/${handed.event_id}`)).toMatchObject({
    anomaly_type: body.type,
    entity: 'user:7',
  })

  const { event_id } = await record(8)
  const again = {
    type: 'stock_underflow_attempt',
    payload: { user_id: 8, path: '/api/v1/stock/8', metadata: { asked: 9, password: 'hunter3' } },
  }
  expect(await expectAnswer(recordedAnswer, 200, 'POST', '/v1/record', { body: again })).toEqual({ event_id, created: false })
  const patch = { resolved: true, verdict: 'benign', notes: 'a test' }
  expect(await expectAnswer(eventAnswer, 200, 'PATCH', `/v1/events/${event_id}`, { body: patch })).toMatchObject({
    resolved: true,
    verdict: 'benign',
    count: 2,
    notes: [{ author: 'api:shop', text: 'a test' }],
    metadata: { asked: 9, password: '***' },
  })
  const { events } = await expectAnswer(eventsAnswer, 200, 'GET', '/v1/events?resolved=true&type=stock_underflow_attempt&user_id=8')
  expect(events.map(({ id }) => id)).toEqual([event_id])

  const facts = { method: 'GET', path: '/x', status: 200, remote_addr: '203.0.113.7' }
  expect(await expectAnswer(acceptedAnswer, 202, 'POST', '/v1/requests', { body: [facts, facts] })).toEqual({ accepted: 2 })
  expect(await expectAnswer(flagAnswer, 200, 'GET', '/v1/flags/ANOMALY_DETECTION_ENABLED')).toMatchObject({ enabled: true })
  await running.request('blocklist.add', { value: '203.0.113.7', reason: 'a test', hours: 1 })
  expect((await ask('GET', '/v1/blocklist')).text).toBe('203.0.113.7\n')
  const list = (await ask('GET', '/v1/blocklist?format=json')).json['entries'] as unknown[]
  expect(list.map((entry) => blockEntryAnswer.parse(entry))).toMatchObject([{ value: '203.0.113.7', origin: 'analyst' }])
})

test('what is wrong is named, whoever finds it', async () => {
  const problem = async (status: number, ...asked: Parameters<Served['ask']>) => {
    const answer = await ask(...asked)
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json; charset=utf-8'])
    return answer.json
  }
  expect(await problem(422, 'POST', '/v1/record', { body: {} })).toHaveProperty('errors')
  expect(await problem(422, 'PATCH', '/v1/events/none', { body: { resolved: true } })).toMatchObject({ errors: [{ field: '/verdict' }] })
  expect(await problem(404, 'PATCH', '/v1/events/none', { body: { resolved: true, verdict: 'benign' } })).toHaveProperty('detail')
  expect(await problem(400, 'GET', '/v1/events?cursor=none')).toMatchObject({ errors: [{ field: 'cursor' }] })
  expect(await problem(404, 'GET', '/v1/flags/NOBODY_KNOWS_IT')).toHaveProperty('detail')
  await problem(401, 'GET', '/v1/events', { token: 'vdt_wrong' })
})

test('a token that is revoked is refused at once', async () => {
  const made = await running.request('tokens.create', { name: 'short-lived', scopes: ['flags'] })
  const { token: entry, secret } = made.output as { token: { id: string }; secret: string }
  const asked = ['GET', '/v1/flags/ANOMALY_DETECTION_ENABLED', { token: secret }] as const
  expect((await ask(...asked)).status).toBe(200)
  await running.request('tokens.revoke', { id: entry.id })
  expect((await ask(...asked)).status).toBe(401)
})

test('a stream resumes across kill −9: nothing is missed, nothing comes twice', async () => {
  const heard: { id: number; data: { id: string } }[] = []
  const recorded: (string | null)[] = []
  const begun = await readEvents(`${origin}/v1/events/stream`, { authorization: `Bearer ${token}` })
  for (const user of [101, 102, 103]) recorded.push((await record(user)).event_id)
  await begun.until(2)
  begun.close()
  await begun.closed
  heard.push(...begun.messages)
  recorded.push((await record(104)).event_id)
  await running.end('SIGKILL')
  await start()
  for (const user of [105, 106]) recorded.push((await record(user)).event_id)
  const resumed = await readEvents(`${origin}/v1/events/stream`, {
    authorization: `Bearer ${token}`,
    'last-event-id': String(heard.at(-1)?.id),
  })
  recorded.push((await record(107)).event_id)
  await resumed.until(recorded.length - heard.length)
  resumed.close()
  heard.push(...resumed.messages)
  expect(heard.map(({ data }) => data.id)).toEqual(recorded)
  expect(heard.map(({ id }) => id)).toEqual([...new Set(heard.map(({ id }) => id))].sort((a, b) => a - b))
})

const guide = readFileSync(new URL('../docs/api.md', import.meta.url), 'utf8')
const commands = [...guide.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, command]) => command ?? '')
const curl = spawnSync('curl', ['--version']).status === 0

test.skipIf(!curl)('every command of docs/api.md works as it stands (skipped without curl)', async () => {
  expect(commands.length).toBeGreaterThan(10)
  const { event_id } = await record(201)
  await running.request('streams.save', { stream: { name: 'orders', source: { type: 'http' } } })
  await vi.waitFor(async () => {
    const { output } = await running.request('streams.list')
    expect(output).toMatchObject({ streams: [{ stream: { name: 'orders' }, state: { kind: 'running' } }] })
  }, 10_000)
  const env = { VEDETTE: origin, LAUNCH: running.ready.token, TOKEN: token, EVENT: String(event_id) }
  for (const command of commands) {
    // A stream never ends by itself: curl leaves it with 28.
    const isStream = command.includes('curl -sSN')
    const ended = await runProgram('bash', ['-euo', 'pipefail', '-c', command.replace('curl -sSN', 'curl -sSN --max-time 2')], { env })
    expect({ command, ...ended }).toMatchObject({ code: isStream ? 28 : 0 })
    if (isStream) expect(ended.stdout).toMatch(/^id: \d+\ndata: \{/m)
  }
})
