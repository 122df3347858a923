import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Engine } from '../engine.ts'
import { portOf, sendTcp, sendUdp, sshAttack, startEngine, temporaryHome, untilStored } from './testing/running-engine.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function run(options: Parameters<typeof startEngine>[1] = {}, home = makeHome()): Promise<Engine> {
  const engine = await startEngine(home, options)
  cleanups.push(() => engine.close())
  return engine
}

function makeHome(config?: string): string {
  const { home, remove } = temporaryHome(config)
  cleanups.push(remove)
  return home
}

const start = Date.UTC(2026, 10, 20, 9)

function eventsOf(engine: Engine): { type: string; entity: string; count: number; first: number; last: number; explanation: string }[] {
  return engine.console
    .searchEvents({}, { limit: 100 })
    .events.map(({ anomaly_type, entity, count, first_seen, last_seen, explanation }) => ({
      type: anomaly_type,
      entity: entity.value,
      count,
      first: first_seen,
      last: last_seen,
      explanation,
    }))
    .sort((a, b) => (a.type + a.entity).localeCompare(b.type + b.entity))
}

test('a brute force sent over UDP becomes an explained event with its evidence', async () => {
  const engine = await run()
  const lines = sshAttack({ from: '203.0.113.7', start, count: 30, success: true })
  await sendUdp(portOf(engine, 'syslog-udp'), lines)
  await untilStored(engine, lines.length)
  await engine.corridor.flush(true)
  const types = eventsOf(engine).map(({ type }) => type)
  expect(types).toContain('authentication_brute_force')
  expect(types).toContain('authentication_success_after_failures')
  const [event] = engine.console.searchEvents({ anomaly_types: ['authentication_brute_force'] }, { limit: 1 }).events
  expect(event?.explanation).toMatch(/203\.0\.113\.7.*\d/)
  const evidence = await engine.reader.get(event?.evidence ?? [])
  expect(evidence.length).toBe(event?.evidence.length)
  expect(evidence.every(({ raw }) => raw.includes('203.0.113.7'))).toBe(true)
})

test('the same lines give the same events over UDP, over TCP and out of a file', async () => {
  const { writeFileSync } = await import('node:fs')
  const lines = [
    ...sshAttack({ from: '203.0.113.7', start, count: 40, success: true }),
    ...Array.from({ length: 30 }, (_, n) =>
      sshAttack({ from: '198.51.100.3', start: start + 600_000 + n * 5000, count: 1, user: `user${n}` }),
    ).flat(),
  ]
  const udp = await run()
  await sendUdp(portOf(udp, 'syslog-udp'), lines)
  const tcp = await run()
  await sendTcp(portOf(tcp, 'syslog-tcp'), lines)
  const home = makeHome()
  const file = `${home}/day.log`
  writeFileSync(file, `${lines.join('\n')}\n`)
  const replayed = await run({ listen: false }, home)
  await replayed.imports.run([file], 'auto', { onProgress: () => undefined })
  for (const engine of [udp, tcp, replayed]) {
    await untilStored(engine, lines.length)
    await engine.corridor.flush(true)
  }
  expect(eventsOf(udp).length).toBeGreaterThan(1)
  expect(eventsOf(tcp)).toEqual(eventsOf(udp))
  expect(eventsOf(replayed)).toEqual(eventsOf(udp))
})

test('stopping and starting again in the middle changes nothing', async () => {
  const lines = sshAttack({ from: '203.0.113.9', start, count: 60, success: true })
  const whole = await run()
  await sendTcp(portOf(whole, 'syslog-tcp'), lines)
  await untilStored(whole, lines.length)
  await whole.corridor.flush(true)

  const home = makeHome()
  const first = await startEngine(home)
  await sendTcp(portOf(first, 'syslog-tcp'), lines.slice(0, 8))
  await untilStored(first, 8)
  await first.close()
  const second = await run({}, home)
  await sendTcp(portOf(second, 'syslog-tcp'), lines.slice(8))
  await untilStored(second, lines.length - 8)
  await second.corridor.flush(true)
  expect(eventsOf(second)).toEqual(eventsOf(whole))
  expect(await second.reader.count()).toBe(lines.length)
})

test('lines that cannot be parsed are stored, counted by reason and found', async () => {
  const engine = await run()
  await sendUdp(portOf(engine, 'syslog-udp'), ['', '<999>1 nonsense', 'no header at all'])
  await untilStored(engine, 3)
  await new Promise((resolve) => setTimeout(resolve, 700))
  const counters = engine.health().counters.sources.find(({ source }) => source === 'syslog-udp')
  expect(counters?.received).toBe(3)
  expect(counters?.stored).toBe(3)
  expect(Object.values(counters?.unparsed ?? {}).reduce((a, b) => a + b, 0)).toBeGreaterThan(0)
})

test('with detection off nothing becomes an event, and what was held back is counted', async () => {
  const engine = await run({ detection: false })
  const lines = sshAttack({ from: '203.0.113.7', start, count: 30 })
  await sendUdp(portOf(engine, 'syslog-udp'), lines)
  await untilStored(engine, lines.length)
  await engine.corridor.flush(true)
  expect(eventsOf(engine)).toEqual([])
  expect(engine.health().counters.suppressed['detection_disabled']).toBeGreaterThan(0)
})

describe('sources', () => {
  test('one whose port is taken fails with its reason while the others listen', async () => {
    const first = await run()
    const port = portOf(first, 'syslog-udp')
    const home = makeHome(
      `version: 1\nsources:\n  - { id: a, type: syslog-udp, port: ${port} }\n  - { id: b, type: syslog-udp, port: 0 }\n`,
    )
    const second = await run({}, home)
    expect(second.sources.find('a')?.state).toMatchObject({ kind: 'failed', failure: { kind: 'port_taken' } })
    expect(second.sources.find('b')?.state.kind).toBe('listening')
    expect(second.health().problems).toMatchObject([{ source: 'a', kind: 'port_taken' }])
  })

  test('a second engine on the same home is refused', async () => {
    const home = makeHome()
    await run({}, home)
    await expect(startEngine(home)).rejects.toThrow(/Another Vedette is running/)
  })
})

test('an engine that cannot go on tells its host, even where it can no longer measure itself', async () => {
  const engine = await run({ listen: false })
  const memory = vi.spyOn(process, 'memoryUsage').mockImplementation(() => {
    throw new Error('EMFILE: too many open files, uv_resident_set_memory')
  })
  cleanups.push(() => memory.mockRestore())
  // The host of this test says what it was told by throwing it.
  expect(() => engine.fail('The disk is gone.')).toThrow('The disk is gone.')
})

test('an attack goes on while an analyst corrects the verdict of its first event', async () => {
  const engine = await run()
  let sent = 0
  const fail = async (after: number, count: number) => {
    const lines = sshAttack({ from: '203.0.113.7', start: start + after, count })
    await sendUdp(portOf(engine, 'syslog-udp'), lines)
    await untilStored(engine, (sent += count))
    await engine.corridor.flush(true)
  }
  const open = () => engine.console.searchEvents({ resolved: false }, { limit: 2 }).events.map(({ id }) => id)
  const say = (id: string, verdict: 'benign' | 'true_positive') => {
    const changes = [{ id, change: { status: 'resolved', verdict } as const }]
    expect(engine.console.changeEvents(changes, { who: 'ada', at: 1, what: 'event.resolve' }).kind).toBe('changed')
  }
  await fail(0, 12)
  const [first = ''] = open()
  say(first, 'benign')
  await fail(60_000, 5)
  const [second = ''] = open()
  say(second, 'benign')
  say(first, 'true_positive')
  await fail(120_000, 5)
  expect(open()).toHaveLength(1)
  expect(eventsOf(engine).map(({ count }) => count)).toEqual(expect.arrayContaining([12, 5, 5]))
})
