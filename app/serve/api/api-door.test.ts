import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { apiScopes } from '../../model/api-token.ts'
import { serveConsole } from '../http-server.ts'
import { expectProblem, questions } from './testing/questions.ts'
import { askAt, serveMemory, type Served } from './testing/served.ts'

let api: Served
beforeEach(async () => {
  api = await serveMemory()
})
afterEach(() => api.close())

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
    const { status, text } = await api.ask('GET', path, { token: null })
    expect([401, 404]).toContain(status)
    // Quoted: the random number of a request holds any two digits.
    expect(text).not.toContain('"e1"')
  }
  expect((await api.ask('GET', '/v1/%zz', { token: null })).status).toBe(401)
})

test('the session of the console opens the documents and nothing else', async () => {
  const window = mkdtempSync(join(tmpdir(), 'vedette-window-'))
  const { service } = api
  const served = await serveConsole({ service: { open: () => ({}) as never }, api: service, port: 0, token: 'of-this-launch', window })
  if (served.kind === 'failed') throw new Error(served.message)
  const ask = askAt(new URL(served.url).origin)
  const entered = await ask('GET', '/?token=of-this-launch', { token: null })
  expect(entered.status).toBe(303)
  const cookie = String(entered.headers['set-cookie']?.[0]).split(';')[0] ?? ''
  for (const path of ['/v1/docs/', '/v1/openapi.json', '/health']) {
    expect((await ask('GET', path, { token: null, headers: { cookie } })).status).toBe(200)
  }
  for (const [, method, path, body] of questions) {
    expectProblem(await ask(method, path, { token: null, headers: { cookie }, body }), 401, 'unauthorized')
    expect((await ask(method, path, { body })).status).toBeLessThan(300)
  }
  expectProblem(await ask('POST', '/v1/evaluate', { token: null, headers: { cookie, origin: 'https://attacker.example' } }), 403, 'foreign')
  expect((await ask('GET', '/api/socket', { token: 'all' })).status).toBe(401)
  await served.close()
  rmSync(window, { recursive: true })
})

test('a browser without that session asks for the token as a password, for the documents alone', async () => {
  const headers = { authorization: `Basic ${Buffer.from(':all').toString('base64')}` }
  expect((await api.ask('GET', '/v1/docs/', { token: null })).headers['www-authenticate']).toContain('Basic realm="vedette"')
  expect((await api.ask('GET', '/v1/docs/', { token: null, headers })).status).toBe(200)
  expect((await api.ask('GET', '/v1/events', { token: null, headers })).status).toBe(401)
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

test('the key of response hooks asks for health as well, and for nothing that is no matter of datasets', async () => {
  api.service.tokens.set('hook', { token_id: 'h', name: 'hook', scopes: ['datasets'] })
  for (const header of ['x-api-key', 'hasura-m-auth']) {
    const ask = (method: string, path: string, key: string, body?: unknown) =>
      api.ask(method, path, { token: null, headers: { [header]: key }, body })
    expect((await ask('GET', '/health', 'hook')).json).toMatchObject({ status: 'ok' })
    expect((await ask('GET', '/stats/users', 'hook')).status).toBe(200)
    expectProblem(await ask('GET', '/health', 'wrong'), 401, 'unauthorized')
    expectProblem(await ask('GET', '/health', ''), 401, 'unauthorized')
    const others = everywhere.filter(([, path]) => path !== '/health')
    for (const [method, path] of others) expectProblem(await ask(method, path, 'all'), 401, 'unauthorized')
  }
  for (const [, method, path, body] of questions) expectProblem(await api.ask(method, path, { token: 'hook', body }), 403, 'scope')
})

test('a firewall that knows HTTP Basic only sends the token as password, for the blocklist alone', async () => {
  const basic = { authorization: `Basic ${Buffer.from('firewall:all').toString('base64')}` }
  expect((await api.ask('GET', '/v1/blocklist', { token: null, headers: basic })).status).toBe(200)
  expect((await api.ask('GET', '/v1/events', { token: null, headers: basic })).status).toBe(401)
  const refused = await api.ask('GET', '/v1/blocklist', { token: null })
  expect(refused.headers['www-authenticate']).toContain('Basic realm="vedette"')
})
