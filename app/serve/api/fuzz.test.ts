import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveMemory, type Served } from './testing/served.ts'

let api: Served
beforeAll(async () => {
  api = await serveMemory()
})
afterAll(() => api.close())

const routes: [string, string][] = [
  ['POST', '/v1/evaluate'],
  ['POST', '/v1/record'],
  ['POST', '/v1/requests'],
  ['PATCH', '/v1/events/e1'],
]
/** Objects that look right from afar get further than random ones. */
const likely = fc.dictionary(
  fc.constantFrom('type', 'metadata', 'user', 'payload', 'method', 'path', 'status', 'headers', 'resolved', 'verdict', 'time', '__proto__'),
  fc.oneof(fc.jsonValue(), fc.constantFrom('GET', '/x', 200, 'path_probing', true, 'benign', {}, [], null)),
)
const bodies = fc.oneof(
  likely.map((value) => JSON.stringify(value)),
  fc.array(likely, { maxLength: 5 }).map((value) => JSON.stringify(value)),
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
)

test('whatever body comes, nothing fails inside', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), bodies, async ([method, path], body) => {
      const { status, headers } = await api.ask(method, path, { body })
      expect([200, 201, 202, 400, 413, 415, 422]).toContain(status)
      if (status >= 400) expect(headers['content-type']).toContain('problem+json')
    }),
    { numRuns: 400 },
  )
})

test('whatever path and query come, nothing fails inside and nothing is let out without a token', async () => {
  const piece = fc.oneof(
    fc.webSegment(),
    fc.constantFrom('v1', 'events', 'stream', 'docs', '..', '%2e', '', 'static', 'flags', 'blocklist'),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 6 }), fc.webQueryParameters(), async (pieces, query) => {
      const path = `/${pieces.join('/')}?${query}`
      expect([400, 401, 404]).toContain((await api.ask('GET', path, { token: null })).status)
      if (!path.startsWith('/v1/events/stream')) expect((await api.ask('GET', path)).status).toBeLessThan(500)
    }),
    { numRuns: 300 },
  )
})
