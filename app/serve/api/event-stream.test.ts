import { afterEach, expect, test } from 'vitest'
import { readEvents, type EventReader } from './testing/event-reader.ts'
import { serveMemory, type Served } from './testing/served.ts'

const open: Served[] = []
afterEach(async () => {
  for (const api of open.splice(0)) await api.close()
})

async function serve(stream: Parameters<typeof serveMemory>[0] = {}): Promise<Served> {
  const api = await serveMemory(stream)
  open.push(api)
  return api
}

function connect(api: Served, options: { last?: number; query?: string } = {}): Promise<EventReader> {
  const last: Record<string, string> = options.last === undefined ? {} : { 'last-event-id': String(options.last) }
  return readEvents(`${api.url}/v1/events/stream${options.query ?? ''}`, { authorization: 'Bearer all', ...last })
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)

test('a reader hears each change as it happens, under its number', async () => {
  const api = await serve()
  api.service.change('before')
  const reader = await connect(api)
  expect(reader.response.headers['content-type']).toBe('text/event-stream; charset=utf-8')
  expect(reader.response.headers['content-security-policy']).toContain("default-src 'self'")
  expect(reader.response.headers['x-request-id']).toEqual(expect.any(String))
  api.service.change('a')
  api.service.change('b')
  await reader.until(2)
  expect(reader.messages.map(({ id, data }) => [id, data.id])).toEqual([
    [2, 'a'],
    [3, 'b'],
  ])
  reader.close()
})

test('a reader that comes back gets what it missed, nothing twice and nothing left out', async () => {
  const api = await serve()
  const heard: number[] = []
  let last = 0
  for (const round of [1, 2, 3, 4]) {
    const reader = await connect(api, { last })
    for (let n = 0; n < 10; n += 1) api.service.change(`during-${round}-${n}`)
    await reader.until(last === 0 ? 5 : 15)
    reader.close()
    await reader.closed
    heard.push(...reader.messages.map(({ id }) => id))
    last = heard.at(-1) ?? 0
    for (let n = 0; n < 10; n += 1) api.service.change(`between-${round}-${n}`)
  }
  const rest = await connect(api, { query: `?after=${last}` })
  await rest.until(80 - last)
  expect([...heard, ...rest.messages.map(({ id }) => id)]).toEqual(numbers(1, 80))
  rest.close()
})

test('the header goes before the query, and a number that is none is refused', async () => {
  const api = await serve()
  for (const id of ['a', 'b', 'c']) api.service.change(id)
  const reader = await connect(api, { last: 2, query: '?after=0' })
  await reader.until(1)
  expect(reader.messages.map(({ id }) => id)).toEqual([3])
  reader.close()
  for (const path of ['/v1/events/stream?after=-1', '/v1/events/stream?after=x']) expect((await api.ask('GET', path)).status).toBe(400)
  expect((await api.ask('GET', '/v1/events/stream', { headers: { 'last-event-id': 'nonsense' } })).status).toBe(400)
})

test('a reader that takes nothing is sent away, nobody is left waiting for it, and it gets further each time', async () => {
  const api = await serve({ stream: { backlog: 64 << 10 } })
  const total = 20_000
  for (let n = 0; n < total; n += 1) api.service.change(`${n}-${'x'.repeat(100)}`)
  const heard: number[] = []
  for (let last = 0; last < total;) {
    const reader = await connect(api, { last })
    await Promise.race([reader.closed, reader.until(total - last)])
    reader.close()
    await reader.closed
    expect(reader.messages.length).toBeGreaterThan(0)
    heard.push(...reader.messages.map(({ id }) => id))
    last = heard.at(-1) ?? last
  }
  expect(heard).toEqual(numbers(1, total))
})

test('a quiet stream is kept open, and closing it stops what fed it', async () => {
  const api = await serve({ stream: { keepAlive: 5 } })
  const reader = await connect(api)
  while (reader.comments < 2) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(api.service.followers).toBe(1)
  reader.close()
  while (api.service.followers > 0) await new Promise((resolve) => setTimeout(resolve, 5))
})

test('one token holds so many streams and no more; a closed one makes room', async () => {
  const api = await serve({ stream: { streams: 2 } })
  const readers = [await connect(api), await connect(api)]
  const refused = await api.ask('GET', '/v1/events/stream')
  expect(refused.status).toBe(429)
  expect(refused.headers['retry-after']).toBeDefined()
  readers[0]?.close()
  while (api.service.followers > 1) await new Promise((resolve) => setTimeout(resolve, 5))
  const another = await connect(api)
  expect(another.response.statusCode).toBe(200)
  for (const reader of [...readers, another]) reader.close()
})

test('a stream ends with its token: nothing more is told, and a quiet one is closed too', async () => {
  const api = await serve({ stream: { keepAlive: 20 } })
  const readers = [await connect(api), await connect(api)]
  api.service.change('before')
  for (const reader of readers) await reader.until(1)
  api.service.tokens.clear()
  api.service.change('after')
  for (const reader of readers) await reader.closed
  expect(readers.map(({ messages }) => messages.map(({ data }) => data.id))).toEqual([['before'], ['before']])
  expect(api.service.followers).toBe(0)
})

test('the server closes though streams are open', async () => {
  const api = await serveMemory()
  const reader = await connect(api)
  await api.close()
  await reader.closed
  expect(api.service.followers).toBe(0)
})
