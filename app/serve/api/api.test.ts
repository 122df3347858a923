import { afterEach, beforeEach, expect, test } from 'vitest'
import { apiScopes } from '../../model/api-token.ts'
import { serveMemory, type Answer, type Served } from './testing/served.ts'

let api: Served
beforeEach(async () => {
  api = await serveMemory()
})
afterEach(() => api.close())

const facts = { method: 'GET', path: '/api/v1/invoices/7', status: 200 }

function expectProblem(answer: Answer, status: number, kind: string): void {
  expect(answer.status).toBe(status)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.json).toMatchObject({ type: `urn:vedette:problem:${kind}`, status, request_id: answer.headers['x-request-id'] })
  expect(answer.json['title']).toEqual(expect.any(String))
  expect(answer.json['detail']).toEqual(expect.any(String))
  expect(answer.json['instance']).toEqual(expect.any(String))
  expect(answer.text).not.toMatch(/\bat .*\.(ts|js):\d/)
}

const questions: [scope: string, method: string, path: string, body: unknown, status: number][] = [
  ['evaluate', 'POST', '/v1/evaluate', { type: 'path_probing' }, 200],
  ['record', 'POST', '/v1/record', { type: 'path_probing', payload: { path: '/x' } }, 201],
  ['requests', 'POST', '/v1/requests', [facts, facts], 202],
  ['flags', 'GET', '/v1/flags/ANOMALY_DETECTION_ENABLED?user_id=7&is_staff=true', undefined, 200],
  ['events:read', 'GET', '/v1/events?severity=high&limit=5', undefined, 200],
  ['events:read', 'GET', '/v1/events/e1', undefined, 200],
  ['events:write', 'PATCH', '/v1/events/e1', { resolved: true, verdict: 'benign' }, 200],
  ['blocklist', 'GET', '/v1/blocklist', undefined, 200],
]

test.each(questions)('%s: %s %s is answered, and only to a token with that scope', async (scope, method, path, body, status) => {
  expect((await api.ask(method, path, { body })).status).toBe(status)
  api.service.tokens.set('others', { token_id: 'o', name: 'others', scopes: apiScopes.filter((other) => other !== scope) })
  const refused = await api.ask(method, path, { body, token: 'others' })
  expectProblem(refused, 403, 'scope')
  expect(refused.json['detail']).toContain(scope)
  expect(refused.headers['www-authenticate']).toContain(`scope="${scope}"`)
})

const everywhere = [
  ...questions.map(([, method, path]) => [method, path]),
  ['GET', '/health'],
  ['GET', '/v1/events/stream'],
  ['GET', '/v1/openapi.json'],
  ['GET', '/v1/docs/'],
  ['GET', '/v1/docs/static/swagger-ui.css'],
  ['GET', '/v1'],
  ['GET', '/v1/'],
  ['DELETE', '/v1/nowhere'],
] as [string, string][]

test.each(everywhere)(
  '%s %s is refused without a token, with a wrong one, and to a foreign Host or Origin with the right one',
  async (...at) => {
    const [method, path] = at
    for (const token of [null, 'wrong']) {
      const answer = await api.ask(method, path, { token })
      expectProblem(answer, 401, 'unauthorized')
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="vedette"/)
    }
    const foreign: Record<string, string>[] = [
      { host: `attacker.example:${api.port}` },
      { origin: 'https://attacker.example' },
      { origin: 'null' },
    ]
    for (const headers of foreign) {
      expectProblem(await api.ask(method, path, { headers }), 403, 'foreign')
    }
  },
)

test('what lies beside the API is refused as well', async () => {
  for (const path of ['/', '/nowhere', '/v1x', '/%2e%2e/v1/events', '/v1/../health/..', '/v1%2fevents', '//v1/events']) {
    expect([401, 404]).toContain((await api.ask('GET', path, { token: null })).status)
    expect((await api.ask('GET', path, { token: null })).text).not.toContain('e1')
  }
  expect((await api.ask('GET', '/v1/%zz', { token: null })).status).toBe(400)
})

test('the session of the console opens the documents and nothing else', async () => {
  const entered = await api.ask('GET', '/?token=of-this-launch', { token: null })
  expect(entered.status).toBe(303)
  const cookie = String(entered.headers['set-cookie']?.[0]).split(';')[0] ?? ''
  for (const path of ['/v1/docs/', '/v1/openapi.json', '/health']) {
    expect((await api.ask('GET', path, { token: null, headers: { cookie } })).status).toBe(200)
  }
  for (const [, method, path, body] of questions) {
    expectProblem(await api.ask(method, path, { token: null, headers: { cookie }, body }), 401, 'unauthorized')
    expectProblem(await api.ask(method, path, { token: 'of-this-launch', body }), 401, 'unauthorized')
  }
})

test('switched off, it says how to switch it on, and health is still told', async () => {
  api.service.on = false
  for (const [, method, path, body] of questions) {
    const answer = await api.ask(method, path, { body })
    expectProblem(answer, 404, 'disabled')
    expect(answer.json['detail']).toContain('server: { api: true }')
  }
  expect((await api.ask('GET', '/health')).json).toMatchObject({ status: 'ok', version: '1.2.3' })
})

test('every wrong field is named by its JSON pointer', async () => {
  const evaluated = await api.ask('POST', '/v1/evaluate', { body: { type: '', metadata: 7, extra: 1, user: { id: '' } } })
  expectProblem(evaluated, 422, 'invalid')
  const fields = (evaluated.json['errors'] as { field: string }[]).map(({ field }) => field)
  expect(fields).toEqual(expect.arrayContaining(['/type', '/metadata', '/extra', '/user/id']))

  const batch = await api.ask('POST', '/v1/requests', { body: [facts, { ...facts, status: 'x', 'a/b~c': 1 }] })
  expectProblem(batch, 422, 'invalid')
  expect((batch.json['errors'] as { field: string }[]).map(({ field }) => field)).toEqual(['/1/status', '/1/a~1b~0c'])

  const query = await api.ask('GET', '/v1/events?severity=loud&limit=0')
  expectProblem(query, 400, 'invalid')
  expect((query.json['errors'] as { field: string }[]).map(({ field }) => field)).toEqual(['severity', 'limit'])
  expectProblem(await api.ask('GET', '/v1/flags/lower-case'), 400, 'invalid')

  api.service.next = {
    kind: 'failed',
    failure: { kind: 'invalid', message: 'no', problems: [{ field: '/verdict', message: 'is needed' }] },
  }
  const patched = await api.ask('PATCH', '/v1/events/e1', { body: { resolved: true } })
  expectProblem(patched, 422, 'invalid')
  expect(patched.json['errors']).toEqual([{ field: '/verdict', message: 'is needed' }])
})

test('a thousand broken facts are answered with the first few problems', async () => {
  const answer = await api.ask('POST', '/v1/requests', { body: Array.from({ length: 1000 }, () => ({ ...facts, path: 1 })) })
  expectProblem(answer, 422, 'invalid')
  expect((answer.json['errors'] as unknown[]).length).toBe(50)
  expect(answer.json['detail']).toContain('1000 problems')
})

test('what cannot be read is refused by its kind', async () => {
  expectProblem(await api.ask('POST', '/v1/evaluate', { body: '{"type":' }), 400, 'bad_request')
  expectProblem(await api.ask('POST', '/v1/evaluate', { body: '{"__proto__":{"x":1},"type":"a"}' }), 400, 'bad_request')
  expectProblem(await api.ask('POST', '/v1/evaluate', { body: 'type=a', headers: { 'content-type': 'text/plain' } }), 415, 'media_type')
  expectProblem(await api.ask('POST', '/v1/evaluate', { body: '<a/>', headers: { 'content-type': 'application/xml' } }), 415, 'media_type')
  expectProblem(await api.ask('POST', '/v1/evaluate', {}), 422, 'invalid')
  expectProblem(await api.ask('POST', '/v1/evaluate', { body: { type: 'a', metadata: { big: 'x'.repeat(300_000) } } }), 413, 'too_large')
  expectProblem(await api.ask('POST', '/v1/requests', { body: 'x'.repeat(5 << 20) }), 413, 'too_large')
  expectProblem(await api.ask('GET', '/v1/events/none'), 404, 'not_found')
  expectProblem(await api.ask('PUT', '/v1/evaluate', { body: {} }), 404, 'not_found')
})

test('busy, unavailable and conflict are told apart, with when to come back', async () => {
  api.service.next = { kind: 'failed', failure: { kind: 'busy', message: 'full', retry_after: 2.2 } }
  const busy = await api.ask('POST', '/v1/requests', { body: facts })
  expectProblem(busy, 503, 'busy')
  expect(busy.headers['retry-after']).toBe('3')
  api.service.next = { kind: 'failed', failure: { kind: 'unavailable', message: 'closing' } }
  expectProblem(await api.ask('POST', '/v1/record', { body: { type: 'a' } }), 503, 'unavailable')
  api.service.next = { kind: 'failed', failure: { kind: 'conflict', message: 'resolved already' } }
  expectProblem(await api.ask('PATCH', '/v1/events/e1', { body: { resolved: true, verdict: 'benign' } }), 409, 'conflict')
})

test('one token that asks too often is told when to come back; another is not held up', async () => {
  api.service.perMinute = 3
  api.service.tokens.set('busy', { token_id: 'busy', name: 'busy', scopes: ['flags'] })
  const ask = (token: string) => api.ask('GET', '/v1/flags/A_FLAG', { token })
  for (const remaining of ['2', '1', '0'])
    expect((await ask('busy')).headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': remaining })
  const refused = await ask('busy')
  expectProblem(refused, 429, 'rate_limited')
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  api.service.tokens.set('calm', { token_id: 'calm', name: 'calm', scopes: ['flags'] })
  expect((await ask('calm')).status).toBe(200)
})

test('a request id is honoured where it is safe, echoed, and goes into the event it is about', async () => {
  const headers = { 'x-request-id': 'req-7f' }
  const recorded = await api.ask('POST', '/v1/record', { body: { type: 'a', payload: { path: '/x' } }, headers })
  expect(recorded.headers['x-request-id']).toBe('req-7f')
  expect(api.service.recorded).toMatchObject([{ payload: { path: '/x', request_id: 'req-7f' } }])
  await api.ask('POST', '/v1/record', { body: { type: 'a', payload: { request_id: 'own' } }, headers })
  expect(api.service.recorded[1]).toMatchObject({ payload: { request_id: 'own' } })
  await api.ask('POST', '/v1/record', { body: { type: 'a' } })
  expect(api.service.recorded[2]).toMatchObject({ payload: null })
  for (const unsafe of ['a b', 'x'.repeat(500), '"><script>', 'a;b']) {
    const answer = await api.ask('GET', '/v1/events', { headers: { 'x-request-id': unsafe } })
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  }
})

test('what fails inside is answered without a word about how, and logged under its request id', async () => {
  const lines: Record<string, unknown>[] = []
  const logged = await serveMemory({ log: (line) => lines.push(line) })
  logged.service.fault = new Error('secret inner workings')
  const answer = await logged.ask('POST', '/v1/evaluate', { body: { type: 'a' }, headers: { 'x-request-id': 'r-1' } })
  expectProblem(answer, 500, 'internal')
  expect(answer.text).not.toContain('secret')
  await logged.ask('POST', '/v1/evaluate', { body: {}, headers: { 'x-request-id': 'r-2' } })
  await logged.close()
  expect(lines).toMatchObject([
    { level: 'error', message: 'api: POST /v1/evaluate 500', request_id: 'r-1', token: 'all' },
    { level: 'info', message: 'api: POST /v1/evaluate 422', request_id: 'r-2' },
  ])
  expect(String(lines[0]?.['error'])).toContain('secret inner workings')
})

test('the blocklist is plain lines for firewalls, JSON for programs, and 304 when nothing changed', async () => {
  const entry = { kind: 'ip', origin: 'analyst', reason: 'x\ny', added_by: 'a', added_at: 1, expires_at: 2 } as const
  api.service.entries = [
    { ...entry, id: '1', value: '203.0.113.7' },
    { ...entry, id: '2', value: '2001:db8::/32', kind: 'network' },
    { ...entry, id: '3', value: '198.51.100.1\n0.0.0.0/0' },
  ]
  const plain = await api.ask('GET', '/v1/blocklist', { headers: { accept: '*/*' } })
  expect(plain.headers['content-type']).toBe('text/plain; charset=utf-8')
  expect(plain.text).toBe('203.0.113.7\n2001:db8::/32\n')
  const etag = String(plain.headers.etag)
  expect((await api.ask('GET', '/v1/blocklist', { headers: { 'if-none-match': etag } })).status).toBe(304)
  const json = await api.ask('GET', '/v1/blocklist', { headers: { accept: 'application/json' } })
  expect(json.json['entries']).toEqual(api.service.entries)
  expect(json.text.trim().split('\n')).toHaveLength(5)
  expect((await api.ask('GET', '/v1/blocklist?format=json')).text).toBe(json.text)
  expect((await api.ask('GET', '/v1/blocklist?format=text', { headers: { accept: 'application/json' } })).text).toBe(plain.text)
  api.service.entries = []
  const empty = await api.ask('GET', '/v1/blocklist', { headers: { 'if-none-match': etag } })
  expect([empty.status, empty.text]).toEqual([200, ''])
})

test('a firewall that knows HTTP Basic only sends the token as password, for the blocklist alone', async () => {
  const basic = { authorization: `Basic ${Buffer.from('firewall:all').toString('base64')}` }
  expect((await api.ask('GET', '/v1/blocklist', { token: null, headers: basic })).status).toBe(200)
  expect((await api.ask('GET', '/v1/events', { token: null, headers: basic })).status).toBe(401)
  const refused = await api.ask('GET', '/v1/blocklist', { token: null })
  expect(refused.headers['www-authenticate']).toContain('Basic realm="vedette"')
})
