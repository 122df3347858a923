import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Engine } from '../engine.ts'
import { startEngine, temporaryHome } from './testing/running-engine.ts'

let home: ReturnType<typeof temporaryHome>
let engine: Engine
beforeEach(async () => {
  home = temporaryHome()
  engine = await startEngine(home.home, { listen: false })
})
afterEach(async () => {
  await engine.close()
  home.remove()
})

const start = Date.UTC(2026, 2, 2, 8)
const encode = (facts: object) => new TextEncoder().encode(JSON.stringify(facts))
const refused = (n: number) =>
  encode({ time: start + n * 1000, method: 'GET', path: `/api/v1/items/${n}`, status: 403, user: { id: 7 }, remote_addr: '10.0.0.1' })

test('what was acknowledged is stored, under the source api, and judged', async () => {
  expect(await engine.corridor.submit([0, 1, 2].map(refused), start, 'shop')).toBe('taken')
  expect(engine.storedRecords()).toBe(3)
  await Promise.all([3, 4, 5, 6].map((n) => engine.corridor.submit([refused(n)], start, 'shop')))
  expect(engine.storedRecords()).toBe(7)
  await engine.corridor.flush(true)
  await engine.corridor.settleIntake()
  const { sources } = engine.health().counters
  expect(sources.find(({ source }) => source === 'api')).toMatchObject({ received: 7, parsed: 7, stored: 7, dropped: {} })
  const { events } = engine.console.searchEvents({}, { limit: 10 })
  expect(events).toMatchObject([
    {
      anomaly_type: 'repeated_forbidden_access',
      entity: { kind: 'actor', value: 'user:7' },
      count: 7,
      source: 'api',
      application: { user_id: '7', path: '/api/v1/items/6', status_code: 403 },
    },
  ])
})

test('nothing at all, and what cannot be read, are taken as well', async () => {
  expect(await engine.corridor.submit([], start)).toBe('taken')
  expect(await engine.corridor.submit([encode({}), new Uint8Array(0)], start)).toBe('taken')
  await engine.corridor.flush(false)
  await engine.corridor.settleIntake()
  const api = engine.health().counters.sources.find(({ source }) => source === 'api')
  expect(api).toMatchObject({ received: 2, unparsed: { bad_facts: 1, empty: 1 }, stored: 2 })
})
