import { createServer } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { serveApi } from '../serve/api/serve-api.ts'
import { createMemoryService, type MemoryService } from '../serve/api/testing/memory-service.ts'
import { createVedetteClient } from './client.ts'
import type { VedetteClient, VedetteClientOptions } from './types.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function serve(
  service: MemoryService = createMemoryService(),
  port = 0,
): Promise<{ url: string; port: number; close: () => Promise<void> }> {
  const served = await serveApi({ service, port })
  if (served.kind === 'failed') throw new Error(served.message)
  closers.push(served.close)
  return served
}

function connect(url: string, options: Partial<VedetteClientOptions> = {}): VedetteClient {
  const client = createVedetteClient({ url, token: 'all', interval: 1, ...options })
  closers.push(() => client.close())
  return client
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}

const fact = (n: number) => ({ method: 'GET', path: `/${n}`, status: 200 })
const pathsOf = ({ taken }: MemoryService) => taken.map(({ path }) => path)

test('it asks, records and reads flags', async () => {
  const service = createMemoryService()
  const client = connect((await serve(service)).url)
  expect(await client.evaluate({ type: 'path_probing' })).toMatchObject({ anomaly_type: 'path_probing', should_alert: false })
  expect(await client.flag('A_FLAG', { user: { id: 7, is_staff: true }, tenant: 'x' })).toBe(true)
  expect(await client.record({ type: 'a', payload: { path: '/x' } })).toEqual({ kind: 'recorded', event_id: 'e1', created: true })
  expect(service.recorded[0]).toMatchObject({ type: 'a', occurred_at: expect.any(Number) })
  expect(client.stats()).toMatchObject({ state: 'idle', queued: 0, queued_bytes: 0, sent: 1, dropped: 0, refused: 0, failures: 0 })
})

test('facts leave in batches, in order, each once', async () => {
  const service = createMemoryService()
  const client = connect((await serve(service)).url)
  for (let n = 0; n < 2500; n += 1) client.requests(fact(n))
  client.requests([fact(2500), fact(2501)])
  await client.flush()
  expect(pathsOf(service)).toEqual(Array.from({ length: 2502 }, (_, n) => `/${n}`))
  expect(client.stats()).toMatchObject({ sent: 2502, queued: 0, queued_bytes: 0 })
})

test('while Vedette is down it answers with the fallback, keeps facts in order, and hands them over afterwards', async () => {
  const first = await serve()
  await first.close()
  const client = connect(first.url)
  expect(await client.evaluate({ type: 'a' })).toBeUndefined()
  expect(await client.evaluate({ type: 'a' }, 'let in')).toBe('let in')
  expect(await client.flag('A_FLAG', {}, true)).toBe(true)
  for (let n = 0; n < 10; n += 1) client.requests(fact(n))
  expect(await client.record({ type: 'a' })).toEqual({ kind: 'kept' })
  expect(await client.record({ type: 'b' })).toEqual({ kind: 'kept' })
  expect(await client.flush()).toBe(false)
  expect(client.stats()).toMatchObject({
    state: 'waiting',
    queued: 12,
    sent: 0,
    dropped: 0,
    last_error: expect.stringContaining('ECONNREFUSED'),
  })
  const service = createMemoryService()
  await serve(service, first.port)
  await until(() => client.stats().queued === 0)
  expect(pathsOf(service)).toEqual(Array.from({ length: 10 }, (_, n) => `/${n}`))
  expect(service.recorded).toMatchObject([{ type: 'a' }, { type: 'b' }])
  expect(client.stats()).toMatchObject({ state: 'idle', sent: 12, queued_bytes: 0 })
})

test('what waits is bounded in count and bytes; the oldest goes and is counted', async () => {
  const first = await serve()
  await first.close()
  const client = connect(first.url, { queue: { count: 100, bytes: 60_000 } })
  for (let n = 0; n < 1000; n += 1) client.requests({ ...fact(n), time: 0 })
  expect(client.stats()).toMatchObject({ queued: 100, dropped: 900 })
  for (let n = 0; n < 50; n += 1) client.requests({ ...fact(n), time: 0, headers: { 'user-agent': 'x'.repeat(1500) } })
  expect(client.stats().queued_bytes).toBeLessThanOrEqual(30_000)
  expect(client.stats().queued + client.stats().dropped).toBe(1050)
  const service = createMemoryService()
  await serve(service, first.port)
  const left = client.stats().queued
  await until(() => client.stats().queued === 0)
  expect(service.taken).toHaveLength(left)
})

test('what is handed over may change or go afterwards, and what Vedette does not know stays behind', async () => {
  const service = createMemoryService()
  const client = connect((await serve(service)).url)
  const mine = { ...fact(1), user: { id: 7, password: 'x' }, headers: { 'user-agent': 'a', cookie: 'x' }, body: 'x' }
  client.requests(mine)
  mine.path = '/2'
  mine.user.id = 8
  client.requests(undefined as unknown as [])
  await client.flush()
  expect(service.taken).toMatchObject([{ path: '/1', user: { id: '7' }, headers: { 'user-agent': 'a' } }])
  expect(JSON.stringify(service.taken)).not.toContain('"x"')
  expect(client.stats()).toMatchObject({ sent: 1, refused: 1 })
})

test('busy is waited out; nothing is lost', async () => {
  const service = createMemoryService()
  const client = connect((await serve(service)).url)
  service.next = { kind: 'failed', failure: { kind: 'busy', message: 'full', retry_after: 1 } }
  client.requests([fact(1), fact(2)])
  await until(() => client.stats().sent === 2)
  expect(pathsOf(service)).toEqual(['/1', '/2'])
  expect(client.stats()).toMatchObject({ failures: 1, last_error: '503: full' })
})

test('a fact is written down when it is sent for the first time, and once', async () => {
  const first = await serve()
  await first.close()
  const client = connect(first.url, { interval: 60_000, queue: { count: 10 } })
  let written = 0
  const toJSON = () => `u-${(written += 1)}`
  for (let n = 0; n < 100; n += 1) client.requests({ ...fact(n), user: { id: { toJSON } as unknown as string } })
  expect(client.stats()).toMatchObject({ queued: 10, dropped: 90 })
  expect(written).toBe(0)
  expect([await client.flush(), await client.flush()]).toEqual([false, false])
  expect(client.stats().queued).toBe(10)
  const service = createMemoryService()
  await serve(service, first.port)
  expect(await client.flush()).toBe(true)
  expect(service.taken).toHaveLength(10)
  expect(written).toBe(10)
})

test('one fact that will never be taken costs itself alone', async () => {
  const service = createMemoryService()
  const client = connect((await serve(service)).url)
  client.requests(Array.from({ length: 40 }, (_, n) => (n === 17 ? { method: '', path: '/bad' } : fact(n))))
  await until(() => client.stats().queued === 0)
  expect(client.stats()).toMatchObject({ sent: 39, refused: 1, dropped: 0 })
  expect(pathsOf(service)).not.toContain('/bad')
  expect(new Set(pathsOf(service)).size).toBe(39)
})

test('a wrong token is said once and waited out: facts are kept', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  const service = createMemoryService()
  const client = connect((await serve(service)).url, { token: 'new-token' })
  client.requests(fact(1))
  await until(() => client.stats().failures > 0)
  expect(warned).toHaveBeenCalledTimes(1)
  expect(String(warned.mock.calls[0]?.[0])).not.toContain('new-token')
  expect(client.stats().queued).toBe(1)
  service.tokens.set('new-token', { token_id: 'n', name: 'n', scopes: ['requests'] })
  await until(() => client.stats().sent === 1)
  warned.mockRestore()
})

test('a question that is not allowed, or about a flag that nobody knows, holds up no facts', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  const service = createMemoryService()
  service.tokens.set('facts', { token_id: 'f', name: 'f', scopes: ['requests', 'flags'] })
  const client = connect((await serve(service)).url, { token: 'facts' })
  expect(await Promise.all(Array.from({ length: 20 }, () => client.evaluate({ type: 'a' }, 'fallback')))).toEqual(
    Array(20).fill('fallback'),
  )
  client.requests(fact(1))
  await until(() => client.stats().sent === 1)
  const other = connect((await serve(service)).url)
  service.next = { kind: 'failed', failure: { kind: 'not_found', message: 'There is no such flag.' } }
  expect(await other.flag('A_FLAG', {}, true)).toBe(true)
  expect(await other.evaluate({ type: 'a' })).toMatchObject({ anomaly_type: 'a' })
  expect(other.stats().failures).toBe(0)
  warned.mockRestore()
})

test('a server that takes the connection and says nothing is not waited for', async () => {
  const silent = createServer((socket) => socket.resume())
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => silent.close(resolve)))
  const { port } = silent.address() as { port: number }
  const client = createVedetteClient({ url: `http://127.0.0.1:${port}`, token: 'all', timeout: 30 })
  expect(await client.evaluate({ type: 'a' }, null)).toBeNull()
  expect(client.stats().last_error).toContain('30 ms')
  // A moment later nobody asks again.
  expect(await client.evaluate({ type: 'a' }, null)).toBeNull()
  expect(client.stats().failures).toBe(1)
})

test('without settings, and with values that cannot be written, it does nothing and throws nothing', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  for (const options of [
    { url: undefined, token: 'a' },
    { url: 'ftp://x', token: 'a' },
    { url: 'http://127.0.0.1:1', token: undefined },
    { url: 'http://127.0.0.1:1', token: 'a\nb' },
  ]) {
    const client = createVedetteClient(options)
    client.requests([fact(1), fact(2)])
    expect(await client.evaluate({ type: 'a' }, 1)).toBe(1)
    expect((await client.record({ type: 'a' })).kind).toBe('refused')
    expect(client.stats()).toMatchObject({ state: 'disabled', dropped: 3 })
    expect(await client.close()).toBe(true)
  }
  expect(warned).toHaveBeenCalledTimes(4)
  warned.mockRestore()
  const client = connect((await serve()).url)
  const cycle: Record<string, unknown> = {}
  cycle['self'] = cycle
  expect(await client.evaluate({ type: 'a', metadata: cycle }, 'fallback')).toBe('fallback')
  expect((await client.record({ type: 'a', payload: cycle })).kind).toBe('refused')
  client.requests({ ...fact(1), bytes: 1n as unknown as number })
  expect(await client.flush()).toBe(true)
  expect(client.stats().dropped).toBe(1)
  const thrower = {
    get id(): string {
      throw new Error('a lazy value')
    },
  }
  client.requests([{ ...fact(2), user: thrower }])
  expect(client.stats()).toMatchObject({ queued: 0, dropped: 2 })
  client.requests({ ...fact(3), headers: null as unknown as undefined, user: null as unknown as undefined })
  expect(client.stats()).toMatchObject({ queued: 1, dropped: 2 })
})
