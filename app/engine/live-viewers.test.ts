import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Pushes } from '../contract/pushes.ts'
import type { RecordView } from '../contract/record-view.ts'
import type { Engine, SampleDesk } from '../engine.ts'
import { createConsoleService } from './console-service.ts'
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

const count = 200
const start = Date.UTC(2026, 2, 2, 8)
const facts = (n: number) =>
  new TextEncoder().encode(JSON.stringify({ time: start + n * 1000, method: 'GET', path: `/items/${n}`, status: 200 }))

test('whoever begins to look while records are on their way into the store sees each: found at the beginning, or told', async () => {
  const pushed: Pushes['records.live'][] = []
  const noSample = { engine: () => undefined, listen: () => () => undefined } as unknown as SampleDesk
  const service = createConsoleService({ live: engine, sample: noSample })

  const sent = (async () => {
    for (let n = 0; n < count; n += 1) await engine.corridor.submit([facts(n)], start, 'shop')
  })()
  while (engine.storedRecords() < count / 4) await new Promise((resolve) => setImmediate(resolve))
  let found: Promise<unknown> | undefined
  const session = service.open({
    store: 'live',
    push: (name, value) => {
      if (name !== 'records.live') return
      const live = value as Pushes['records.live']
      pushed.push(live)
      if (live.begins) found = session.answer('records.search', { query: { conditions: [] }, limit: count }, quiet)
    },
  })
  await sent

  const known = async () => {
    const answer = (await found) as { output: { records: RecordView[] } } | undefined
    const all = [...(answer?.output.records ?? []), ...pushed.flatMap(({ records }) => records)]
    return new Set(all.map(({ seq }) => seq)).size
  }
  await expect.poll(known, { timeout: 20_000 }).toBe(count)
  expect(pushed.map(({ begins }) => begins ?? false)).toEqual([true, ...pushed.slice(1).map(() => false)])
  session.close()
})

const quiet = { signal: new AbortController().signal, progress: () => undefined }
