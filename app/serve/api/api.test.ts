import { afterEach, beforeEach, expect, test } from 'vitest'
import { expectProblem, facts } from './testing/questions.ts'
import { serveMemory, type Served } from './testing/served.ts'

let api: Served
beforeEach(async () => {
  api = await serveMemory()
})
afterEach(() => api.close())

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
  const tooMany = await api.ask('POST', '/v1/requests', { body: Array.from({ length: 1001 }, () => facts) })
  expectProblem(tooMany, 422, 'invalid')
  expect(tooMany.text).toContain('expected array to have <=1000 items')
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

test('a body that is empty is none, whatever type it is said to have', async () => {
  const headers = { 'content-type': 'application/json' }
  for (const body of [undefined, '']) {
    const cleared = await api.ask('DELETE', '/history/users', { body, headers })
    expect(cleared).toMatchObject({ status: 200, json: { name: 'users' } })
    expectProblem(await api.ask('POST', '/v1/evaluate', { body, headers }), 422, 'invalid')
  }
  const broken = { body: '{', headers: { ...headers, 'content-length': '1' } }
  expectProblem(await api.ask('DELETE', '/history/users', broken), 400, 'bad_request')
})

test('a filter or a subject that is none is refused, not left out: the answer would be about everybody', async () => {
  for (const path of ['/v1/events?anomaly_type=path_probing', '/v1/flags/A_FLAG?user=7']) {
    const answer = await api.ask('GET', path)
    expectProblem(answer, 400, 'invalid')
    expect(answer.json['errors']).toMatchObject([{ field: /\?(\w+)=/.exec(path)?.[1] }])
  }
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
