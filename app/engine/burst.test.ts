import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createEngine, type Engine } from '../engine.ts'
import { quietPlatform, sshAttack, temporaryHome } from './testing/running-engine.ts'

const sources = 300
const start = Date.UTC(2026, 0, 1)
let place: ReturnType<typeof temporaryHome>
let engine: Engine
const told: string[] = []

beforeEach(() => {
  place = temporaryHome()
  told.length = 0
})
afterEach(async () => {
  await engine.close()
  place.remove()
})

async function run(): Promise<Engine> {
  const created = await createEngine({
    home: place.home,
    platform: {
      ...quietPlatform,
      notify: ({ event_id }) => {
        told.push(event_id)
        return Promise.resolve({ kind: 'delivered' })
      },
    },
    listen: false,
    flags: { ANOMALY_DETECTION_ENABLED: true, ANOMALY_ALERTING_ENABLED: true },
  })
  if (created.kind === 'failed') throw new Error(created.failure.message)
  return created.engine
}

async function untilTold(count: number): Promise<void> {
  const end = Date.now() + 30_000
  while (told.length < count && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20))
}

test('an attack of hundreds of sources makes each event once and tells of each once, over a restart in the midst of it', async () => {
  engine = await run()
  const attacks = Array.from({ length: sources }, (_, n) => {
    const from = `203.0.${n >> 8}.${n & 255}`
    return sshAttack({ from, start: start + n, count: 12, user: `user${n}`, host: `web-${n}` })
  })
  // Interleaved, as they would come: every commit holds something of many of them.
  const lines = Array.from({ length: 12 }, (_, at) => attacks.map((attack) => attack[at]!)).flat()
  const half = join(place.home, 'half.log')
  for (const part of [lines.slice(0, lines.length - 500), lines.slice(-500)]) {
    writeFileSync(half, part.join('\n'))
    await engine.imports.run([half], 'syslog', { onProgress: () => undefined, drain: part.length === 500 })
    await untilTold(60)
    await engine.close()
    engine = await run()
  }
  const { events, total } = engine.console.searchEvents({ anomaly_types: ['authentication_brute_force'] }, { limit: 1000 })
  expect(total).toBe(sources)
  expect(events.every(({ count }) => count === 12)).toBe(true)
  const alerting = engine.console.searchEvents({}, { limit: 1000 }).events.filter(({ decision }) => decision.should_alert)
  await untilTold(alerting.length)
  // What would be one too many comes no later than the next round of the outbox.
  await new Promise((resolve) => setTimeout(resolve, 1200))
  expect([...told].sort()).toEqual(alerting.map(({ id }) => id).sort())
})
