import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import express, { type Request } from 'express'
import fastify, { type FastifyRequest } from 'fastify'
import { createVedetteClient, vedetteExpress, vedetteFastify, type VedetteClient } from '../../app/client/index.ts'
import type { ShopProcess } from './shop-process.ts'

/**
 * Somebody's application with the middleware in it, a process of its own: `shop.ts express|fastify PORT [QUEUE [INTERVAL]]`,
 * with VEDETTE_URL and VEDETTE_TOKEN, or without for the same application without Vedette. Prints its address.
 */
interface Asked {
  params: Record<string, string | undefined>
  body: unknown
  user: string | undefined
}
type Route = [method: 'get' | 'post' | 'patch', path: string, answer: (asked: Asked) => number | Promise<number>]

const [framework, port, queue = '10000', interval = '20'] = process.argv.slice(2)
const { VEDETTE_URL: url, VEDETTE_TOKEN: token } = process.env
const vedette =
  url === undefined ? undefined : createVedetteClient({ url, token, interval: Number(interval), queue: { count: Number(queue) } })

/** What this process has cost since it was last asked. */
const turns = monitorEventLoopDelay({ resolution: 1 })
turns.enable()
let spent = process.cpuUsage()
function readProcess(): ShopProcess {
  const { user, system } = process.cpuUsage(spent)
  const figures = { cpu: user + system, longestTurn: turns.max / 1e6, memory: process.memoryUsage().rss }
  spent = process.cpuUsage()
  turns.reset()
  return figures
}
/** Ours, so not for Vedette. */
const unseen = new Set(['/stats', '/process'])

const routes: Route[] = [
  ['get', '/api/v1/items/:id', () => 200],
  ['post', '/api/v1/orders', ({ body }) => (Number((body as { quantity?: unknown } | undefined)?.quantity) > 0 ? 201 : 400)],
  ['get', '/api/v1/reports/:id', ({ user }) => (user === 'manager' ? 200 : 403)],
  ['patch', '/api/v1/payments/:id', () => 200],
  ['post', '/api/v1/stock/:id', ({ params, user }) => takeFromStock(params['id'], user)],
]

/** More is taken than there is: the application itself knows best what that means. */
async function takeFromStock(id: string | undefined, user: string | undefined): Promise<number> {
  await vedette?.record({
    type: 'stock_underflow_attempt',
    payload: { user_id: user, path: `/api/v1/stock/${id}`, method: 'POST', status_code: 409, metadata: { asked: 7, card_number: '4111' } },
  })
  return 409
}

const login = (headers: Request['headers'] | FastifyRequest['headers']): string | undefined => {
  const user = headers['x-user']
  return typeof user === 'string' ? user : undefined
}
const asUser = (user: string | undefined) => (user === undefined ? undefined : { id: user })
const tenant = { id: 'acme', name: 'Acme' }

async function startExpress(client: VedetteClient | undefined): Promise<number> {
  const app = express()
  if (client !== undefined)
    app.use(
      vedetteExpress<Request>(
        client,
        options(({ headers }) => login(headers)),
      ),
    )
  app.use(express.json())
  app.get('/stats', (_request, response) => void response.json(client?.stats()))
  app.get('/process', (_request, response) => void response.json(readProcess()))
  for (const [method, path, answer] of routes) {
    app[method](path, async (request: Request, response) => {
      const params = request.params as Asked['params']
      const status = await answer({ params, body: request.body as unknown, user: login(request.headers) })
      response.status(status).json({ status })
    })
  }
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(Number(port), '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function startFastify(client: VedetteClient | undefined): Promise<number> {
  const app = fastify()
  if (client !== undefined) {
    await app.register(vedetteFastify, { client, ...options(({ headers }: FastifyRequest) => login(headers)) })
  }
  app.get('/stats', () => client?.stats())
  app.get('/process', readProcess)
  for (const [method, path, answer] of routes) {
    app[method](path, async (request, reply) => {
      const params = request.params as Asked['params']
      const status = await answer({ params, body: request.body, user: login(request.headers) })
      return reply.code(status).send({ status })
    })
  }
  return Number(new URL(await app.listen({ port: Number(port), host: '127.0.0.1' })).port)
}

function options<Asking extends { url: string }>(user: (request: Asking) => string | undefined) {
  return {
    user: (request: Asking) => asUser(user(request)),
    tenant: () => tenant,
    ignore: (request: Asking) => unseen.has(request.url),
  }
}

const listening = await (framework === 'express' ? startExpress : startFastify)(vedette)
process.stdout.write(`http://127.0.0.1:${listening}\n`)
