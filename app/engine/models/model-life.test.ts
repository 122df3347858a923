import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Engine } from '../../engine.ts'
import { modelAlgorithms, type ModelSettings } from '../../model/outlier-model.ts'
import { makeChance } from '../../detect/testing/traffic.ts'
import { startEngine, temporaryHome } from '../testing/running-engine.ts'
import { answerRequest } from '../answer.ts'

const minute = 60_000
const hour = 60 * minute
const start = Date.UTC(2026, 4, 4)
const settings: Partial<ModelSettings> = { trees: 50, samples: 128, minimum_rows: 50, training_days: 2, budget: 0.2 }

let home: ReturnType<typeof temporaryHome>
let engine: Engine

beforeEach(async () => {
  home = temporaryHome('version: 1\nsources: []\n')
  engine = await startEngine(home.home)
})
afterEach(async () => {
  await engine.close()
  home.remove()
})

interface Fact {
  time: number
  user: string
  path: string
  method?: string
  status?: number
}

/** People at work: each a few pages every few minutes, one in fifty of them not there. */
function usualDay(from: number, hours: number): Fact[] {
  const chance = makeChance(from / hour + 1)
  const below = (count: number) => Math.floor(chance() * count)
  return Array.from({ length: hours * 150 }, (_, n) => ({
    time: from + n * 24_000 + below(24_000),
    user: `u${below(5)}`,
    path: `/orders/${below(40)}`,
    method: chance() < 0.1 ? 'POST' : 'GET',
    status: chance() < 0.05 ? 404 : 200,
  }))
}

/** One account goes through everything there is, and more. */
function scrape(from: number, user: string): Fact[] {
  return Array.from({ length: 300 }, (_, n) => ({
    time: from + n * 1000,
    user,
    path: `/accounts/${n}/export`,
    method: n % 2 === 0 ? 'POST' : 'GET',
    status: n % 3 === 0 ? 200 : 403,
  }))
}

async function send(facts: readonly Fact[]): Promise<void> {
  const sorted = [...facts].sort((a, b) => a.time - b.time)
  const messages = sorted.map(({ time, user, path, method = 'GET', status = 200 }) =>
    new TextEncoder().encode(JSON.stringify({ time: new Date(time).toISOString(), method, path, status, user: { id: user } })),
  )
  expect(await engine.corridor.submit(messages, Date.now())).toBe('taken')
}

async function ask(name: string, input: object): Promise<unknown> {
  const answer = await answerRequest(name, input, {
    engine,
    host: { live: engine, sample: undefined as never },
    who: 'ana',
    signal: new AbortController().signal,
    progress: () => undefined,
    view: () => Promise.reject(new Error('there is one store')),
  })
  return answer.kind === 'response' ? answer.output : answer.error
}

async function trained(): Promise<void> {
  while (engine.models.list().training.length > 0) await new Promise((resolve) => setTimeout(resolve, 20))
}

const found = () => engine.console.searchEvents({ anomaly_types: ['entity_outlier'] }, { limit: 10 }).events

describe('the life of a model', () => {
  test('it is trained, compared, put in force, finds, is replaced and comes back', async () => {
    await send(usualDay(start, 24))
    expect(await ask('models.train', { set: 'actors', settings })).toMatchObject({ training: { set: 'actors', why: 'asked' } })
    await trained()
    const [first] = engine.models.list().versions
    expect(first).toMatchObject({ id: 'actors-1', state: 'candidate', rows: expect.any(Number), trained_by: 'ana' })
    expect(await ask('models.compare', { id: 'actors-1' })).toMatchObject({ verdict: 'better', candidate: { id: 'actors-1' } })
    expect(await ask('models.swap', { id: 'actors-1' })).toMatchObject({ version: { state: 'in_force' } })

    await send([...usualDay(start + 24 * hour, 2), ...scrape(start + 24.5 * hour, 'u3'), ...usualDay(start + 26 * hour, 1)])
    await engine.corridor.flush(true)
    expect(found().map(({ entity }) => entity)).toEqual([{ kind: 'actor', value: 'user:u3' }])
    expect(found()[0]).toMatchObject({ metadata: { model: 'actors-1' }, risk_score: 45 })

    // A preview of the rule runs with the models in force.
    const { profile } = (await ask('profiles.get', { anomaly_type: 'entity_outlier' })) as { profile: { parameters: object } }
    const stricter = { ...profile, parameters: { ...profile.parameters, margin: 0.5 } }
    const time = { from: start + 24 * hour, to: start + 28 * hour }
    expect(await ask('profiles.preview', { profile: stricter, ...time })).toMatchObject({ replayed: true, before: 1, after: 0 })

    // What an analyst confirmed is not learnt, and a version that would miss it is worse.
    const event = found()[0]!
    expect(await ask('events.resolve', { ids: [event.id], verdict: 'true_positive' })).toMatchObject({ events: [{ status: 'resolved' }] })
    await ask('models.train', { set: 'actors', settings })
    await trained()
    const [second] = engine.models.list().versions
    expect(second).toMatchObject({ id: 'actors-2', confirmed_rows: expect.any(Number) })
    expect(second!.confirmed_rows).toBeGreaterThan(0)
    const range = { from: start, to: start + 27 * hour }
    const comparison = await ask('models.compare', { id: 'actors-2', ...range })
    expect(comparison).toMatchObject({ candidate: { id: 'actors-2', confirmed_found: 1 }, current: { id: 'actors-1', confirmed_found: 1 } })
    expect(await ask('models.swap', { id: 'actors-2' })).toMatchObject({ version: { id: 'actors-2', replaced: 'actors-1' } })
    expect(await ask('models.delete', { id: 'actors-2' })).toMatchObject({ kind: 'conflict' })
    expect(await ask('models.rollback', { set: 'actors' })).toMatchObject({ version: { id: 'actors-1', state: 'in_force' } })
    expect(await ask('models.delete', { id: 'actors-2' })).toEqual({})
    expect(await ask('models.rows', { id: 'actors-1', limit: 100_000 })).toMatchObject({ rows: expect.any(Array) })
    expect(await ask('models.drift', { set: 'actors' })).toMatchObject({ drift: { state: expect.any(String) } })
    expect(await ask('models.stop', { set: 'actors' })).toEqual({})
    const lines = engine.console.activity({ limit: 20 }).flatMap(({ what }) => (what.startsWith('model.') ? [what] : []))
    expect(lines.reverse()).toEqual([
      'model.train',
      'model.swap',
      'model.train',
      'model.swap',
      'model.rollback',
      'model.delete',
      'model.stop',
    ])
  }, 30_000)

  test('nothing is compared with itself, and there is no way back to a version that was deleted', async () => {
    await send(usualDay(start, 24))
    for (const id of ['actors-1', 'actors-2']) {
      await ask('models.train', { set: 'actors', settings })
      await trained()
      await ask('models.swap', { id })
    }
    expect(await ask('models.compare', { id: 'actors-2' })).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('in force'),
    })
    expect(await ask('models.delete', { id: 'actors-1' })).toEqual({})
    expect(await ask('models.rollback', { set: 'actors' })).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('actors-1'),
    })
    expect(engine.models.list().versions).toMatchObject([{ id: 'actors-2', state: 'in_force' }])
    await ask('models.stop', { set: 'actors' })
    expect(await ask('models.rollback', { set: 'actors' })).toMatchObject({ kind: 'conflict' })
  }, 30_000)

  test.each(modelAlgorithms)(
    'a restart goes on with the model in force (%s) and the windows that were open',
    async (algorithm) => {
      await send(usualDay(start, 24))
      await ask('models.train', { set: 'actors', settings: { ...settings, algorithm } })
      await trained()
      await ask('models.swap', { id: 'actors-1' })
      const attack = [...usualDay(start + 24 * hour, 2), ...scrape(start + 24.5 * hour, 'u3')].sort((a, b) => a.time - b.time)
      const half = attack.findIndex(({ time }) => time > start + 24.5 * hour + 2 * minute)
      await send(attack.slice(0, half))
      await engine.close()
      engine = await startEngine(home.home)
      await send(attack.slice(half))
      await engine.corridor.flush(true)
      expect(found()).toMatchObject([{ entity: { value: 'user:u3' }, metadata: { model: 'actors-1' } }])
      expect((found()[0]!.reasons as { label: string }[])[0]).toMatchObject({ label: 'anomaly score' })
    },
    30_000,
  )

  test('a feature that the set does not have is refused by name, and nothing is trained or saved', async () => {
    const features = ['attempts', 'failed_shre']
    const issues = [{ path: 'settings.features.1', message: expect.stringContaining('did you mean "failed_share"?') }]
    expect(await ask('models.train', { set: 'actors', settings: { features } })).toMatchObject({ kind: 'invalid_input', issues })
    const before = engine.models.list().settings.actors
    expect(await ask('models.settings', { set: 'actors', settings: { ...before, features } })).toMatchObject({
      kind: 'invalid_input',
      issues,
    })
    expect(engine.models.list()).toMatchObject({ training: [], settings: { actors: before } })
  })

  test('too few rows make no model, and it is said', async () => {
    await send(usualDay(start, 1))
    await ask('models.train', { set: 'actors', settings: { ...settings, minimum_rows: 1000 } })
    await trained()
    expect(engine.models.list()).toMatchObject({
      versions: [],
      failures: [
        {
          set: 'actors',
          kind: 'too_few_rows',
          message: expect.stringMatching(/^There are \d+ rows in the last 2 days; it takes 1000: \d+ are missing\.$/),
        },
      ],
    })
  })

  test('training can be cancelled, and another of the same set waits for nobody', async () => {
    await send(usualDay(start, 24))
    await ask('models.train', { set: 'actors', settings })
    expect(await ask('models.train', { set: 'actors', settings })).toMatchObject({ kind: 'conflict' })
    expect(await ask('models.cancel', { set: 'actors' })).toEqual({ cancelled: true })
    await trained()
    expect(engine.models.list()).toMatchObject({ versions: [], failures: [{ kind: 'cancelled' }] })
    expect(await ask('models.cancel', { set: 'actors' })).toEqual({ cancelled: false })
  })

  test('what is due is trained by itself, and takes over where it may', async () => {
    await send(usualDay(start, 24))
    const saved = engine.models.settingsOf('actors')
    await ask('models.settings', { set: 'actors', settings: { ...saved, ...settings, schedule: 'daily', take_over: 'automatic' } })
    await engine.models.beat(Date.now())
    await trained()
    expect(engine.models.list().versions).toMatchObject([{ id: 'actors-1', state: 'in_force', why: 'schedule', trained_by: 'vedette' }])
    await engine.models.beat(Date.now() + hour)
    expect(engine.models.list().training).toEqual([])
    await engine.models.beat(Date.now() + 25 * hour)
    await trained()
    expect(engine.models.list().versions).toHaveLength(2)
    await engine.models.beat(Date.now() + 370 * 24 * hour)
    await trained()
    expect(engine.models.list().versions.filter(({ state }) => state === 'in_force')).toHaveLength(1)
    expect(engine.models.list().versions.some(({ id }) => id === 'actors-1')).toBe(false)
    expect(engine.console.activity({ limit: 20, subject: 'model:actors-1' })[0]).toMatchObject({ who: 'vedette', what: 'model.expire' })
  }, 30_000)

  test('it is trained anew when what is usual has moved, and waits for the analyst', async () => {
    await send(usualDay(start, 24))
    await ask('models.train', { set: 'actors', settings })
    await trained()
    await ask('models.swap', { id: 'actors-1' })
    await ask('models.settings', {
      set: 'actors',
      settings: { ...engine.models.settingsOf('actors'), ...settings, retrain_on_drift: true },
    })
    await engine.models.beat(Date.now())
    expect(engine.models.list()).toMatchObject({ training: [], drift: { actors: { state: 'steady' } } })
    // Everybody begins to write, to other places, and most of it fails.
    const moved = usualDay(start + 24 * hour, 24).map((fact) => ({
      ...fact,
      path: `/migration/step/${fact.path}`,
      method: 'PUT',
      status: 409,
    }))
    await send(moved)
    await engine.models.beat(Date.now() + hour)
    expect(engine.models.list().training).toEqual([])
    await engine.models.beat(Date.now() + 25 * hour)
    expect(engine.models.list().drift.actors).toMatchObject({ state: 'moved' })
    await trained()
    expect(engine.models.list().versions).toMatchObject([
      { id: 'actors-2', state: 'candidate', why: 'drift', trained_by: 'vedette' },
      { id: 'actors-1', state: 'in_force' },
    ])
  }, 30_000)

  test('settings are those of vedette.yml, over them what was saved, over both what a training is asked with', async () => {
    await engine.close()
    home.remove()
    home = temporaryHome(
      'version: 1\nsources: []\nmodels:\n  defaults: { minimum_rows: 50, trees: 20 }\n  sets:\n    actors: { trees: 30 }\n',
    )
    engine = await startEngine(home.home)
    const inForce = () => engine.models.list().settings
    expect([inForce().actors.trees, inForce().names.trees, inForce().actors.samples]).toEqual([30, 20, 256])
    await ask('models.settings', { set: 'actors', settings: { ...inForce().actors, samples: 64 } })
    expect(engine.console.setting('models.settings')).toEqual({ actors: { samples: 64 } })
    await send(usualDay(start, 24))
    await ask('models.train', { set: 'actors', settings: { training_days: 2, seed: 7 } })
    await trained()
    const [version] = engine.models.list().versions
    expect(version!.settings).toMatchObject({ trees: 30, samples: 64, minimum_rows: 50, training_days: 2, seed: 7 })
    expect(inForce().actors.seed).toBe(42)
  })
})
