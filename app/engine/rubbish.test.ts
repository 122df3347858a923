import { createConnection } from 'node:net'
import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { portOf, sendUdp, sshAttack, startEngine, temporaryHome } from './testing/running-engine.ts'

const rubbish = (seed: number, count: number): Buffer[] =>
  fc.sample(fc.uint8Array({ minLength: 1, maxLength: 1400, size: 'max' }), { seed, numRuns: count }).map((bytes) => Buffer.from(bytes))

function pour(port: number, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => socket.end(bytes))
    // A listener may close a connection that speaks no syslog.
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
  })
}

test('rubbish on every listener is counted, and what makes sense among it is read as ever', async () => {
  const { home, remove } = temporaryHome()
  const engine = await startEngine(home)
  onTestFinished(async () => {
    await engine.close()
    remove()
  })
  const datagrams = rubbish(1, 300)
  const attack = sshAttack({ from: '203.0.113.7', start: Date.UTC(2026, 10, 20, 9), count: 30 })
  await sendUdp(portOf(engine, 'syslog-udp'), datagrams)
  await sendUdp(portOf(engine, 'netflow'), rubbish(2, 300))
  for (const stream of rubbish(3, 20)) await pour(portOf(engine, 'syslog-tcp'), stream)
  await sendUdp(portOf(engine, 'syslog-udp'), attack)

  const countersOf = (id: string) => engine.health().counters.sources.find(({ source }) => source === id)
  const sent = datagrams.length + attack.length
  await vi.waitFor(() => expect(countersOf('syslog-udp')).toMatchObject({ received: sent, stored: sent, dropped: {} }), { timeout: 10_000 })
  // A packet that is no flow export is a record too, with its reason.
  await vi.waitFor(() => expect(countersOf('netflow')).toMatchObject({ received: 300, stored: 300 }))
  expect(Object.values(countersOf('netflow')?.unparsed ?? {}).reduce((sum, count) => sum + count, 0)).toBe(300)
  expect(countersOf('syslog-tcp')?.stored).toBeGreaterThan(0)
  expect(engine.health().problems).toEqual([])
  await engine.corridor.flush(true)
  const { events } = engine.console.searchEvents({ anomaly_types: ['authentication_brute_force'] }, { limit: 10 })
  expect(events.map(({ entity, count }) => [entity.value, count])).toEqual([['203.0.113.7', 30]])
})
