import { expect, onTestFinished, test, vi } from 'vitest'
import type { Engine } from '../engine.ts'
import { answerRequest } from './answer.ts'
import type { ConsoleHost } from './handler.ts'
import { portOf, sendUdp, sshAttack, startEngine, temporaryHome, untilStored } from './testing/running-engine.ts'

async function evidenceOf(engine: Engine, id: string): Promise<{ records: unknown[]; missing: number }> {
  const answer = await answerRequest(
    'events.evidence',
    { id },
    {
      engine,
      host: {} as ConsoleHost,
      who: 'ada',
      signal: new AbortController().signal,
      progress: () => undefined,
      view: () => Promise.resolve({ kind: 'absent' }),
    },
  )
  if (answer.kind === 'failure') throw new Error(answer.error.message)
  return answer.output as { records: unknown[]; missing: number }
}

test('what goes over the budget is dropped, on record, and the evidence of events outlives it', async () => {
  const { home, remove } = temporaryHome()
  const engine = await startEngine(home)
  onTestFinished(async () => {
    await engine.close()
    remove()
  })
  const lines = sshAttack({ from: '203.0.113.7', start: Date.UTC(2026, 10, 20, 9), count: 30 })
  await sendUdp(portOf(engine, 'syslog-udp'), lines)
  await untilStored(engine, lines.length)
  await engine.corridor.flush(true)
  const [event] = engine.console.searchEvents({ anomaly_types: ['authentication_brute_force'] }, { limit: 1 }).events
  const id = event?.id ?? ''
  const before = await evidenceOf(engine, id)
  expect(before.missing).toBe(0)

  engine.corridor.configureStore({ retention_days: 30, budget_bytes: 1, segment_hours: 24, segment_bytes: 1 })
  await vi.waitFor(() => expect(engine.console.activity({ limit: 10 }).map(({ what }) => what)).toContain('retention.drop'), {
    timeout: 15_000,
    interval: 100,
  })
  await vi.waitFor(async () => expect(await engine.reader.count()).toBe(0), { timeout: 5000, interval: 100 })
  expect(await evidenceOf(engine, id)).toEqual(before)
})

test('where every record is gone, no number is given twice: new events do not show the evidence of old ones', async () => {
  const { home, remove } = temporaryHome()
  onTestFinished(remove)
  const first = await startEngine(home)
  const lines = sshAttack({ from: '203.0.113.7', start: Date.UTC(2026, 10, 20, 9), count: 30 })
  await sendUdp(portOf(first, 'syslog-udp'), lines)
  await untilStored(first, lines.length)
  await first.corridor.flush(true)
  const old = first.console.searchEvents({ anomaly_types: ['authentication_brute_force'] }, { limit: 1 }).events[0]!
  first.corridor.configureStore({ retention_days: 30, budget_bytes: 1, segment_hours: 24, segment_bytes: 1 })
  await vi.waitFor(async () => expect(await first.reader.count()).toBe(0), { timeout: 15_000, interval: 100 })
  const kept = await evidenceOf(first, old.id)
  await first.close()

  const second = await startEngine(home)
  onTestFinished(() => second.close())
  await sendUdp(portOf(second, 'syslog-udp'), sshAttack({ from: '198.51.100.9', start: Date.UTC(2026, 10, 21, 9), count: 30 }))
  await untilStored(second, 30)
  await second.corridor.flush(true)
  const fresh = second.console.searchEvents({ anomaly_types: ['authentication_brute_force'], entity: '198.51.100.9' }, { limit: 1 })
    .events[0]!
  const evidence = await evidenceOf(second, fresh.id)
  expect(Math.min(...fresh.evidence)).toBeGreaterThan(Math.max(...old.evidence))
  expect(JSON.stringify(evidence)).not.toContain('203.0.113.7')
  expect(await evidenceOf(second, old.id)).toEqual(kept)
})
