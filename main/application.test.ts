import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import type { ApiEvent } from '../app/contract/api.ts'
import { temporaryHome } from '../app/engine/testing/running-engine.ts'
import { startConsole, type Console } from './testing/command.ts'
import { drive, startShop, type Shop, type ShopOptions, type Step } from './testing/shop-process.ts'

/** One that stays the same when Vedette comes back. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Of tests that run side by side, each cleans up after itself. */
type AtEnd = (end: () => Promise<void> | void) => void

async function startVedette(atEnd: AtEnd, home: string, port: number): Promise<Console> {
  const running = await startConsole(home, '--port', String(port))
  atEnd(async () => void (await running.end('SIGKILL')))
  return running
}

async function openShop(atEnd: AtEnd, options: ShopOptions): Promise<Shop> {
  const shop = await startShop(options)
  atEnd(() => shop.end())
  return shop
}

async function createToken(running: Console): Promise<string> {
  const scopes = ['evaluate', 'record', 'requests', 'flags', 'events:read', 'events:write', 'blocklist']
  const { output } = await running.request('tokens.create', { name: 'shop', scopes })
  return (output as { secret: string }).secret
}

async function readEvents(origin: string, token: string): Promise<ApiEvent[]> {
  const answer = await fetch(`${origin}/v1/events?limit=1000`, { headers: { authorization: `Bearer ${token}` } })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { events: ApiEvent[] }).events
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** Customers who do what customers do, a little clumsily: below every limit. */
function customers(wave: string): Step[] {
  return Array.from({ length: 12 }, (_, n) => `customer-${wave}-${n}`).flatMap((user): Step[] => [
    { user, method: 'GET', path: (k) => `/api/v1/items/${k}`, status: 200, amount: 40 },
    { user, method: 'POST', path: () => '/api/v1/orders', body: { quantity: 2 }, status: 201, amount: 10 },
    { user, method: 'POST', path: () => '/api/v1/orders', body: { quantity: 0 }, status: 400, amount: 4 },
    { user, method: 'GET', path: (k) => `/api/v1/reports/${k}`, status: 403, amount: 4 },
    { user, method: 'PATCH', path: (k) => `/api/v1/payments/${k}`, status: 200, amount: 15 },
  ])
}

/** One attacker for each pattern, and what Vedette says of it. */
function attackers(wave: string): { steps: Step[]; events: string[] } {
  const user = (name: string) => `${name}-${wave}`
  const steps: Step[] = [
    { user: user('guesses'), method: 'POST', path: () => '/api/v1/orders', body: { quantity: -1 }, status: 400, amount: 12 },
    { user: user('curious'), method: 'GET', path: (n) => `/api/v1/reports/${n}`, status: 403, amount: 12 },
    { user: user('busy'), method: 'PATCH', path: (n) => `/api/v1/payments/${n}`, status: 200, amount: 40 },
    { user: user('probes'), method: 'GET', path: (n) => `/admin/page-${n}`, status: 404, amount: 15 },
    { user: user('crosses'), method: 'GET', path: (n) => `/api/v1/items/${n}`, headers: { 'x-tenant': 'globex' }, status: 200, amount: 3 },
    { user: user('empties'), method: 'POST', path: () => '/api/v1/stock/9', status: 409, amount: 1 },
  ]
  const found = [
    ['repeated_validation_failures', 'guesses'],
    ['repeated_forbidden_access', 'curious'],
    ['burst_sensitive_endpoint_access', 'busy'],
    ['path_probing', 'probes'],
    ['cross_tenant_access_attempt', 'crosses'],
    ['stock_underflow_attempt', 'empties'],
  ]
  return { steps, events: found.map(([type, name]) => `${type} user:${user(name ?? '')}`) }
}

const told = (events: readonly ApiEvent[]) => events.map(({ anomaly_type, entity }) => `${anomaly_type} ${entity}`).sort()

test.concurrent.for(['express', 'fastify'] as const)(
  'a real %s application raises exactly the events it should, before Vedette is killed and after it is back',
  { timeout: 180_000 },
  async (framework, { onTestFinished: atEnd }) => {
    const { home, remove } = temporaryHome()
    atEnd(remove)
    const port = await freePort()
    const first = await startVedette(atEnd, home, port)
    await first.request('firstRun.finish', { detection: true, alerting: false })
    const token = await createToken(first)
    const url = `http://127.0.0.1:${port}`
    const shop = await openShop(atEnd, { framework, vedette: { url, token } })
    const tiny = await openShop(atEnd, { framework, vedette: { url, token }, queue: 50 })

    const before = attackers('before')
    const one = await drive(shop.url, [...customers('before'), ...before.steps])
    expect(one.wrong).toBe(0)
    await until(async () => (await shop.stats()).queued === 0)
    await until(async () => (await readEvents(url, token)).length >= before.events.length)
    const raised = await readEvents(url, token)
    expect(told(raised)).toEqual(before.events.sort())
    expect(raised.find(({ anomaly_type }) => anomaly_type === 'stock_underflow_attempt')).toMatchObject({
      user_id: 'empties-before',
      resource_type: 'stock',
      resource_id: '9',
      status_code: 409,
      metadata: { asked: 7, card_number: '***' },
    })
    // What a running episode holds back is told with the heartbeat.
    const probing = async () => (await readEvents(url, token)).find(({ anomaly_type }) => anomaly_type === 'path_probing')
    await until(async () => (await probing())?.count === 15)
    expect(await probing()).toMatchObject({ tenant_id: 'acme', status_code: 404, path: '/admin/page-14' })
    const sent = (await shop.stats()).sent
    expect(sent).toBe(one.sent + 1)

    await first.end('SIGKILL')
    const during = attackers('during')
    const two = await drive(shop.url, [...customers('during'), ...during.steps])
    expect(two.wrong).toBe(0)
    const few = await drive(tiny.url, customers('tiny'))
    expect(few.wrong).toBe(0)
    expect(await shop.stats()).toMatchObject({ queued: two.sent + 1, sent, dropped: 0, refused: 0 })
    expect(await tiny.stats()).toMatchObject({ queued: 50, dropped: few.sent - 50 })

    await startVedette(atEnd, home, port)
    await until(async () => (await shop.stats()).queued === 0 && (await tiny.stats()).queued === 0)
    expect(await shop.stats()).toMatchObject({ sent: sent + two.sent + 1, dropped: 0, refused: 0 })
    expect(await tiny.stats()).toMatchObject({ sent: 50, dropped: few.sent - 50 })
    const all = [...before.events, ...during.events].sort()
    await until(async () => (await readEvents(url, token)).length >= all.length)
    expect(told(await readEvents(url, token))).toEqual(all)
  },
)
