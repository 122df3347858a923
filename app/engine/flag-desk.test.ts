import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { InMemoryProvider } from '@openfeature/server-sdk'
import { recordSchema, type ApiCaller } from '../contract/api.ts'
import { createEngine, type Engine } from '../engine.ts'
import { everyone } from '../model/flag.ts'
import type { SecurityEvent } from '../model/event.ts'
import { createApiService } from './api/service.ts'
import { answerRequest } from './answer.ts'
import type { ReadConfig } from './config-text.ts'
import { quietPlatform, sshAttack, temporaryHome, testConfig } from './testing/running-engine.ts'

const context = { who: 'ana', at: 1 }
const caller: ApiCaller = { token_id: 't', name: 'shop', scopes: [] }
const cleanups: (() => unknown)[] = []
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
})

async function start(home: string, flags?: Record<string, boolean>): Promise<Engine> {
  const created = await createEngine({ home, platform: quietPlatform, listen: false, flags })
  if (created.kind === 'failed') throw new Error(created.failure.message)
  return created.engine
}

const report = (engine: Engine, path: string) =>
  createApiService(engine).record(recordSchema.parse({ type: 'path_probing', payload: { path, user_id: path } }), caller)
const recorded = async (engine: Engine, path: string) => {
  const result = await report(engine, path)
  return result.kind === 'done' && result.value.event_id !== null
}
const findFlag = async (engine: Engine, name: string) => (await engine.flags.list(Date.now())).find((flag) => flag.name === name)!
const ask = (engine: Engine, name: string, input: unknown) =>
  answerRequest(name, input, {
    engine,
    host: { live: engine } as never,
    who: 'ana',
    signal: new AbortController().signal,
    progress: () => undefined,
    view: () => Promise.resolve({ kind: 'absent' }),
  })

describe('flags of our own', () => {
  let engine: Engine
  let place: ReturnType<typeof temporaryHome>
  beforeEach(async () => {
    place = temporaryHome()
    engine = await start(place.home)
  })
  afterEach(async () => {
    await engine.close()
    place.remove()
  })

  test('hold from the next observation on, are told to every window, and survive a restart', async () => {
    const pushed: string[] = []
    engine.bus.listen((name) => void pushed.push(name))
    expect(await recorded(engine, '/a')).toBe(false)
    expect(await ask(engine, 'flags.set', { name: 'ANOMALY_DETECTION_ENABLED', enabled: true })).toMatchObject({
      output: { flag: { enabled: true, changed_by: 'ana', provider: 'console' } },
    })
    expect(await recorded(engine, '/a')).toBe(true)
    await ask(engine, 'flags.set', { name: 'ANOMALY_RULE_PERMISSION_PROBING_ENABLED', enabled: false })
    expect(await recorded(engine, '/b')).toBe(false)
    expect(pushed.filter((name) => name === 'flags.changed')).toHaveLength(2)
    await engine.close()
    engine = await start(place.home)
    expect(await recorded(engine, '/c')).toBe(false)
    expect(await findFlag(engine, 'ANOMALY_DETECTION_ENABLED')).toMatchObject({ enabled: true })
    expect(engine.console.activity({ subject: 'flag:ANOMALY_DETECTION_ENABLED', limit: 5 })).toMatchObject([{ who: 'ana' }])
  })

  test('on for some: by user, by percentage always the same, and what each did is counted by day', async () => {
    const targeting = { ...everyone, rollout: 50, users: ['/always'] }
    await ask(engine, 'flags.set', { name: 'ANOMALY_DETECTION_ENABLED', enabled: true, targeting })
    const paths = Array.from({ length: 60 }, (_, n) => `/p${n}`)
    const first = await Promise.all(paths.map((path) => recorded(engine, path)))
    const second = await Promise.all(paths.map((path) => recorded(engine, path)))
    expect(second).toEqual(first)
    expect(await recorded(engine, '/always')).toBe(true)
    const through = first.filter(Boolean).length
    expect(through).toBeGreaterThan(15)
    expect(through).toBeLessThan(45)
    const { effects } = await findFlag(engine, 'ANOMALY_DETECTION_ENABLED')
    expect(effects.map(({ let_through, held_back }) => ({ let_through, held_back }))).toEqual([
      { let_through: 2 * through + 1, held_back: 2 * (60 - through) },
    ])
    // The percentage is kept when the flag is only switched.
    await ask(engine, 'flags.set', { name: 'ANOMALY_DETECTION_ENABLED', enabled: false })
    expect((await findFlag(engine, 'ANOMALY_DETECTION_ENABLED')).targeting).toEqual(targeting)
  })

  test('what flags did is written with what they did it to, or not at all', async () => {
    await engine.setFlag('ANOMALY_DETECTION_ENABLED', { enabled: true }, context)
    const broken = vi.spyOn(engine.console, 'recordEvent').mockImplementation((apply) => {
      throw new Error(`disk full ${typeof apply}`)
    })
    expect(await recorded(engine, '/a')).toBe(false)
    broken.mockRestore()
    expect((await findFlag(engine, 'ANOMALY_DETECTION_ENABLED')).effects).toEqual([])
    expect(engine.health().counters).toMatchObject({ events_created: 0, suppressed: {} })
  })

  test('a flag of other programs is registered once', async () => {
    const register = (input: object) => ask(engine, 'flags.register', { name: 'SHOP_BETA', ...input })
    expect(await register({ description: 'the new basket', enabled: true, targeting: { rollout: 10 } })).toMatchObject({
      output: {
        created: true,
        flag: { gates: 'application', description: 'the new basket', enabled: true, targeting: { rollout: 10, users: [] } },
      },
    })
    expect(await register({ enabled: false })).toMatchObject({
      output: { created: false, flag: { enabled: true, targeting: { rollout: 10 } } },
    })
    expect(await ask(engine, 'flags.register', { name: 'ANOMALY_ALERTING_ENABLED', enabled: true })).toMatchObject({
      output: { created: false, flag: { enabled: false } },
    })
    expect(await ask(engine, 'flags.set', { name: 'NOBODY', enabled: true })).toMatchObject({ error: { kind: 'not_found' } })
  })

  test('a reading that fails is taken at its safe default and counted, by flag and in all', async () => {
    await engine.setFlag('ANOMALY_DETECTION_ENABLED', { enabled: true }, context)
    await engine.setFlag('ANOMALY_ALERTING_ENABLED', { enabled: true }, context)
    const read = engine.flags.book.read.bind(engine.flags.book)
    vi.spyOn(engine.flags.book, 'read').mockImplementation((name, subject) => {
      if (name !== 'ANOMALY_DETECTION_ENABLED') throw new Error('broken')
      return read(name, subject)
    })
    const result = await report(engine, '/a')
    expect(result).toMatchObject({ value: { created: true } })
    expect(await findFlag(engine, 'ANOMALY_RULE_PERMISSION_PROBING_ENABLED')).toMatchObject({ failures: 1 })
    expect(await findFlag(engine, 'ANOMALY_ALERTING_ENABLED')).toMatchObject({ failures: 1 })
    expect(engine.health().counters.flag_failures).toBe(2)
    const { events } = engine.console.searchEvents({}, { limit: 1 })
    expect(events).toMatchObject([{ decision: { should_alert: false } } satisfies { decision: Partial<SecurityEvent['decision']> }])
  })

  test('what this engine holds on or off is not changed, and says so', async () => {
    await engine.close()
    engine = await start(place.home, { ANOMALY_DETECTION_ENABLED: true })
    expect(await ask(engine, 'flags.set', { name: 'ANOMALY_DETECTION_ENABLED', enabled: false })).toMatchObject({
      error: { kind: 'not_allowed', message: expect.stringContaining('held on') },
    })
  })
})

describe('flags from OpenFeature', () => {
  const variants = { on: true, off: false }
  const memory = new InMemoryProvider({})
  const provide = (values: Record<string, boolean>) =>
    memory.putConfiguration(
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, { variants, defaultVariant: value ? 'on' : 'off', disabled: false }]),
      ),
    )
  let engine: Engine
  let slow = 0
  beforeEach(async () => {
    const place = temporaryHome(`${testConfig}flags: { provider: openfeature, module: provider.mjs }\n`)
    cleanups.push(place.remove)
    // The test and the module share one provider, as a service would be shared.
    Object.assign(globalThis, {
      sharedProvider: {
        metadata: { name: 'shared' },
        resolveBooleanEvaluation: async (...asked: Parameters<InMemoryProvider['resolveBooleanEvaluation']>) => {
          if (slow > 0) await new Promise((resolve) => setTimeout(resolve, slow))
          return memory.resolveBooleanEvaluation(...asked)
        },
      },
    })
    writeFileSync(join(place.home, 'provider.mjs'), 'export default () => globalThis.sharedProvider\n')
    slow = 0
    provide({ ANOMALY_DETECTION_ENABLED: true })
    engine = await start(place.home)
  })
  afterEach(() => engine.close())

  test('decide for records and applications alike, from the next one on', async () => {
    const log = join(engine.home.directory, 'attack.log')
    const lines = (from: string) => sshAttack({ from, start: Date.UTC(2026, 0, 1), count: 20 }).join('\n')
    writeFileSync(log, lines('203.0.113.7'))
    const replay = () => engine.imports.run([log], 'syslog', { onProgress: () => undefined, drain: true })
    await replay()
    expect(engine.console.searchEvents({}, { limit: 10 }).events.map(({ entity }) => entity.value)).toContain('203.0.113.7')
    expect(await recorded(engine, '/a')).toBe(true)
    provide({ ANOMALY_DETECTION_ENABLED: false })
    writeFileSync(log, lines('203.0.113.8'))
    await replay()
    expect(engine.console.searchEvents({ entity: '203.0.113.8' }, { limit: 10 }).total).toBe(0)
    expect(await recorded(engine, '/b')).toBe(false)
    expect(engine.health().counters.suppressed['detection_disabled']).toBeGreaterThan(1)
  })

  test('commits wait for it in their order, and none is lost when the engine ends meanwhile', async () => {
    slow = 100
    const facts = (n: number) =>
      new TextEncoder().encode(
        JSON.stringify({ time: Date.UTC(2026, 0, 1, 0, 0, n), method: 'GET', path: `/x/${n}`, status: 403, user: { id: 7 } }),
      )
    for (let n = 0; n < 8; n += 1) await engine.corridor.submit([facts(n)], Date.now(), 'shop')
    await engine.corridor.flush(true)
    const { directory } = engine.home
    await engine.close()
    slow = 0
    engine = await start(directory)
    expect(engine.replayed).toBe(0)
    expect(engine.console.searchEvents({}, { limit: 10 }).events).toMatchObject([{ anomaly_type: 'repeated_forbidden_access', count: 8 }])
  })

  test('are read-only here, and shown as they are there', async () => {
    provide({ ANOMALY_DETECTION_ENABLED: true, SHOP_BETA: true })
    expect(await findFlag(engine, 'ANOMALY_DETECTION_ENABLED')).toMatchObject({ provider: 'openfeature', enabled: true })
    expect(await ask(engine, 'flags.set', { name: 'ANOMALY_DETECTION_ENABLED', enabled: false })).toMatchObject({
      error: { kind: 'not_allowed', message: expect.stringContaining('OpenFeature') },
    })
    expect(await ask(engine, 'flags.register', { name: 'SHOP_BETA' })).toMatchObject({ error: { kind: 'not_allowed' } })
    expect(await ask(engine, 'firstRun.finish', { detection: true, alerting: true })).toMatchObject({ kind: 'response' })
    const value = async (name: string) => engine.flags.value(name, {})
    expect(await value('SHOP_BETA')).toEqual({ kind: 'value', enabled: true, reason: 'openfeature' })
    expect(await value('ANOMALY_BLOCKING_ENABLED')).toEqual({ kind: 'value', enabled: false, reason: 'default' })
    expect(await value('NOBODY')).toEqual({ kind: 'not_found' })
  })

  test('a provider that the file names anew is taken up with a save in Settings, and so is its end', async () => {
    const file = join(engine.home.directory, 'vedette.yml')
    const before = readFileSync(file, 'utf8')
    const save = () => ask(engine, 'settings.set', { settings: { retention: engine.config.retention } })
    writeFileSync(file, before.replace(/flags: .*/, 'flags: { provider: console }'))
    await save()
    expect(await findFlag(engine, 'ANOMALY_DETECTION_ENABLED')).toMatchObject({ provider: 'console', enabled: false })
    expect(await recorded(engine, '/a')).toBe(false)
    writeFileSync(file, before.replace('provider.mjs', 'missing.mjs'))
    await save()
    expect(engine.health().problems).toMatchObject([{ kind: 'flags' }])
    writeFileSync(file, before)
    await save()
    expect(engine.health().problems).toEqual([])
    expect(await recorded(engine, '/b')).toBe(true)
  })

  test('of two changes of the file at once, what the later one says holds', async () => {
    const named = engine.config
    const toConsole = { kind: 'read', config: { ...named, flags: { provider: 'console' } } } as ReadConfig
    const back = { kind: 'read', config: named } as ReadConfig
    const masking = { ...named.masking, fragments: ['mine'] }
    await engine.configure(toConsole)
    const told = vi.spyOn(engine.masking, 'configure')
    const last = { ...toConsole, config: { ...toConsole.config, masking } }
    await Promise.all([engine.configure(back), engine.configure(last)])
    expect(await findFlag(engine, 'ANOMALY_DETECTION_ENABLED')).toMatchObject({ provider: 'console', enabled: false })
    expect(told.mock.lastCall).toMatchObject([{ fragments: ['mine'] }])
  })

  test('one that is too slow fails the reading: the safe default holds, and it is counted', async () => {
    slow = 2000
    expect(await recorded(engine, '/a')).toBe(false)
    expect(engine.health().counters.flag_failures).toBeGreaterThan(0)
    await vi.waitFor(() => expect(engine.health().problems).toMatchObject([{ kind: 'flags_read' }]), 5000)
    slow = 0
    const flag = await vi.waitFor(async () => {
      const found = await findFlag(engine, 'ANOMALY_DETECTION_ENABLED')
      expect(found.enabled).toBe(true)
      return found
    }, 10_000)
    expect(flag.failures).toBeGreaterThan(0)
  })
})
