import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { connect as connectTcp, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import express, { type Request } from 'express'
import fastify, { type FastifyRequest } from 'fastify'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { requestFactsSchema } from '../contract/api.ts'
import { vedetteExpress } from './express.ts'
import { vedetteFastify } from './fastify.ts'
import { depart } from './observe.ts'
import type { RequestFacts, VedetteClient } from './types.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** Only what the middleware uses; it keeps what it is handed, as it is sent. */
function collect(): { client: VedetteClient; facts: RequestFacts[]; until(count: number): Promise<void> } {
  const facts: RequestFacts[] = []
  const requests = (fact: RequestFacts) => void facts.push(JSON.parse(JSON.stringify(fact)) as RequestFacts)
  const client = { requests } as unknown as VedetteClient
  return {
    client,
    facts,
    until: async (count) => {
      while (facts.length < count) await new Promise((resolve) => setTimeout(resolve, 5))
    },
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function expressApp(client: VedetteClient, options: Parameters<typeof vedetteExpress<Request>>[1] = {}): Promise<string> {
  const app = express()
  app.use(vedetteExpress<Request>(client, options))
  app.use((request, _response, next) => {
    Object.assign(request, { user: { id: 7, isStaff: true, email: 'kept to itself' }, tenant: { id: 'acme', name: 'Acme' } })
    next()
  })
  const router = express.Router()
  router.get('/invoices/:id', (_request, response) => void response.status(200).json({ ok: true }))
  router.get('/forbidden', (_request, response) => void response.sendStatus(403))
  router.get('/fails', () => {
    throw new Error('the application’s own')
  })
  router.get('/hangs', () => undefined)
  app.use('/api/v1', router)
  app.use(((_error, _request, response, _next) => void response.status(500).end()) as express.ErrorRequestHandler)
  return listen(createServer(app))
}

const headers = {
  'x-device-id': 'd-1',
  'x-request-id': 'r-1',
  'x-forwarded-for': '203.0.113.9',
  'user-agent': 'test',
  cookie: 'session=secret',
  authorization: 'Bearer secret',
}

test('of a long X-Forwarded-For the end is kept, which the proxy wrote, and no hop that was cut', async () => {
  const { client, facts, until } = collect()
  const url = await expressApp(client)
  await fetch(`${url}/api/v1/forbidden`, { headers: { 'x-forwarded-for': `${'198.51.100.1, '.repeat(200)}203.0.113.9` } })
  await until(1)
  const hops = requestFactsSchema
    .parse(facts[0])
    .headers['x-forwarded-for']?.split(',')
    .map((hop) => hop.trim())
  expect(hops?.at(-1)).toBe('203.0.113.9')
  expect(new Set(hops)).toEqual(new Set(['198.51.100.1', '203.0.113.9']))
})

test('Express: the answer first, then its facts, whole paths and no more headers than agreed', async () => {
  const { client, facts, until } = collect()
  const url = await expressApp(client)
  const answer = await fetch(`${url}/api/v1/invoices/3?token=secret`, { headers })
  expect(await answer.json()).toEqual({ ok: true })
  await until(1)
  expect(requestFactsSchema.parse(facts[0])).toMatchObject({
    method: 'GET',
    path: '/api/v1/invoices/3',
    status: 200,
    user: { id: '7', is_staff: true },
    tenant: { id: 'acme', name: 'Acme' },
    remote_addr: '127.0.0.1',
    headers: { 'x-device-id': 'd-1', 'x-request-id': 'r-1', 'x-forwarded-for': '203.0.113.9', 'user-agent': 'test' },
    bytes: 11,
  })
  expect(JSON.stringify(facts)).not.toContain('secret')
  for (const path of ['/api/v1/forbidden', '/api/v1/fails', '/nowhere']) await (await fetch(url + path)).text()
  await until(4)
  expect(facts.slice(1).map(({ path, status }) => [path, status])).toEqual([
    ['/api/v1/forbidden', 403],
    ['/api/v1/fails', 500],
    ['/nowhere', 404],
  ])
})

test('Express: a request that was given up has no status', async () => {
  const { client, facts, until } = collect()
  const url = await expressApp(client)
  const socket = connectTcp(Number(new URL(url).port), '127.0.0.1', () => socket.write('GET /api/v1/hangs HTTP/1.1\r\nhost: x\r\n\r\n'))
  setTimeout(() => socket.destroy(), 50)
  await until(1)
  expect(requestFactsSchema.parse(facts[0])).toMatchObject({ path: '/api/v1/hangs', status: null, remote_addr: '127.0.0.1' })
})

test('what the application’s own functions throw reaches nobody', async () => {
  const { client, facts, until } = collect()
  const url = await expressApp(client, {
    ignore: ({ path }) => path === '/healthz',
    user: ({ path }) => {
      if (path.endsWith('/3')) throw new Error('no user')
      return { id: 'own' }
    },
  })
  expect((await fetch(`${url}/api/v1/invoices/3`)).status).toBe(200)
  expect((await fetch(`${url}/healthz`)).status).toBe(404)
  expect((await fetch(`${url}/api/v1/invoices/4`)).status).toBe(200)
  await until(1)
  expect(facts).toMatchObject([{ path: '/api/v1/invoices/4', user: { id: 'own' } }])
})

test('Fastify: every route of every plugin, answered or refused', async () => {
  const { client, facts, until } = collect()
  const app = fastify()
  await app.register(vedetteFastify, {
    client,
    tenant: (request: FastifyRequest) => ({ name: String(request.headers['x-tenant'] ?? 'none') }),
  })
  app.decorateRequest('user', undefined)
  app.addHook('preHandler', async (request) => Object.assign(request, { user: { id: 'u-1' } }))
  await app.register(
    async (scope) => {
      scope.get('/invoices/:id', () => ({ ok: true }))
      scope.get('/fails', () => {
        throw new Error('the application’s own')
      })
    },
    { prefix: '/api/v1' },
  )
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  closers.push(() => app.close())
  const answer = await fetch(`${url}/api/v1/invoices/3?x=1`, { headers: { ...headers, 'x-tenant': 'acme' } })
  expect(await answer.json()).toEqual({ ok: true })
  await (await fetch(`${url}/api/v1/fails`)).text()
  await (await fetch(`${url}/nowhere`)).text()
  await until(3)
  expect(facts.map((fact) => requestFactsSchema.parse(fact))).toMatchObject([
    { path: '/api/v1/invoices/3', status: 200, user: { id: 'u-1' }, tenant: { name: 'acme' }, headers: { 'x-tenant': 'acme' }, bytes: 11 },
    { path: '/api/v1/fails', status: 500 },
    { path: '/nowhere', status: 404 },
  ])
})

test('whatever a request carries, its facts are ones that Vedette takes', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12_000 })
  const name = fc.constantFrom('x-tenant', 'x-tenant-id', 'x-device-id', 'x-request-id', 'x-forwarded-for', 'user-agent', 'cookie')
  const anything = fc.anything({ withBigInt: true, withNullPrototype: true })
  const { client, facts } = collect()
  fc.assert(
    fc.property(
      text,
      text,
      fc.dictionary(name, fc.oneof(text, fc.array(text, { maxLength: 3 }))),
      anything,
      anything,
      fc.integer(),
      (...given) => {
        const [method, url, sent, user, tenant, statusCode] = given
        const incoming = { method, url, headers: sent } as never
        const response = { headersSent: true, statusCode, getHeader: () => undefined } as never
        facts.length = 0
        depart(client, {}, { at: 0, remote_addr: null }, { request: { user, tenant }, incoming, response, url: undefined, length: user })
        for (const fact of facts) expect(requestFactsSchema.safeParse(fact).error).toBeUndefined()
        expect(facts).toHaveLength(1)
      },
    ),
  )
})

test('a program that is done ends, whatever Vedette does with what it was sent', async () => {
  const silent = createServer(() => undefined)
  const url = await listen(silent)
  const script = `import { createVedetteClient } from ${JSON.stringify(fileURLToPath(new URL('./index.ts', import.meta.url)))}
    const client = createVedetteClient({ url: ${JSON.stringify(url)}, token: 'x', interval: 1 })
    client.requests({ method: 'GET', path: '/' })
    setTimeout(() => console.log(client.stats().state), 300)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0)
  expect(said.trim()).toBe('sending')
})
