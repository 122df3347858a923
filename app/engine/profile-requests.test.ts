import { expect, test } from 'vitest'
import type { ProfileDetail, ProfilePreview, ProfileSaved, ProfilesAnswer, PackAnswer } from '../contract/profiles.ts'
import { createEngine, type Engine } from '../engine.ts'
import { quietPlatform, sshAttack, testConfig } from './testing/running-engine.ts'
import { useTestConsoles, type TestConsole } from './testing/test-console.ts'

const { makeHome, openConsole } = useTestConsoles()

const type = 'authentication_brute_force'
const start = Date.UTC(2026, 10, 20, 9)
const hour = 3_600_000

function entities(engine: Engine): string[] {
  return engine.console
    .searchEvents({ anomaly_types: [type] }, { limit: 100 })
    .events.map(({ entity }) => entity.value)
    .sort()
}

async function saveChange(
  console: TestConsole,
  change: Record<string, unknown>,
  options: { redecide?: boolean } = {},
): Promise<ProfileSaved> {
  const { profile, revisions } = await console.ask<ProfileDetail>('profiles.get', { anomaly_type: type })
  const parameters = { ...profile.parameters, ...(change['parameters'] as object | undefined) }
  return console.ask('profiles.save', {
    profile: { ...profile, ...change, parameters },
    revision: revisions[0]?.revision ?? 0,
    why: 'tuned',
    redecide: options.redecide ?? false,
  })
}

test('a threshold that is saved holds for the next record, is pushed, and survives a restart', async () => {
  const home = makeHome()
  const console = await openConsole(home)
  await console.receive(sshAttack({ from: '203.0.113.1', start, count: 12 }))
  expect(await saveChange(console, { parameters: { failures: 20 } })).toMatchObject({
    revision: 1,
    profile: { parameters: { failures: 20 } },
  })
  expect(console.pushes).toContainEqual({ name: 'profiles.changed', value: { anomaly_types: [type] } })
  await console.receive(sshAttack({ from: '203.0.113.2', start: start + hour, count: 12 }))
  await console.receive(sshAttack({ from: '203.0.113.3', start: start + hour, count: 25 }))
  expect(entities(console.engine)).toEqual(['203.0.113.1', '203.0.113.3'])
  await console.close()
  const again = await openConsole(home)
  await again.receive(sshAttack({ from: '203.0.113.4', start: start + 2 * hour, count: 12 }))
  expect(entities(again.engine)).toEqual(['203.0.113.1', '203.0.113.3'])
  expect(await again.ask('profiles.get', { anomaly_type: type })).toMatchObject({
    profile: { parameters: { failures: 20 } },
    defaults: { parameters: { failures: 10 } },
    revisions: [{ revision: 1, why: 'tuned', origin: 'analyst', edited: ['parameters.failures'] }],
    statistics: { open: 2 },
  })
})

test('a score that is saved decides the next observation; open events are decided anew only when that is asked for', async () => {
  const console = await openConsole()
  await console.receive(sshAttack({ from: '203.0.113.1', start, count: 12 }))
  await console.receive(sshAttack({ from: '203.0.113.2', start, count: 12 }))
  const [first, second] = console.engine.console.searchEvents({ anomaly_types: [type], sort: 'first_seen' }, { limit: 10 }).events
  await console.ask('events.resolve', { ids: [second!.id], verdict: 'benign' })
  expect(await saveChange(console, { risk_score: 90, severity: 'critical' })).toMatchObject({ redecided: 0 })
  expect(console.engine.console.getEvent(first!.id)).toMatchObject({ risk_score: first!.risk_score })
  await console.receive(sshAttack({ from: '203.0.113.3', start, count: 12 }))
  const newest = console.engine.console.searchEvents({ anomaly_types: [type], entity: '203.0.113.3' }, { limit: 1 }).events
  expect(newest).toMatchObject([{ risk_score: 90, severity: 'critical' }])
  console.pushes.length = 0
  expect(await saveChange(console, { risk_score: 85 }, { redecide: true })).toMatchObject({ redecided: 2 })
  expect(console.engine.console.getEvent(first!.id)).toMatchObject({ risk_score: 85, decision: { should_step_up: true } })
  expect(console.engine.console.getEvent(second!.id)).toMatchObject({ risk_score: second!.risk_score })
  const changed = console.pushes.find(({ name }) => name === 'events.changed')
  expect((changed?.value as { updated: unknown[] }).updated).toHaveLength(2)
})

test('what is wrong is refused field by field, what was saved meanwhile is stale, and an earlier revision comes back', async () => {
  const console = await openConsole()
  const { profile } = await console.ask<ProfileDetail>('profiles.get', { anomaly_type: type })
  const wrong = await console.answer('profiles.save', {
    profile: { ...profile, risk_score: true, category: 'weather', parameters: { failures: 1 } },
    revision: 0,
    why: '',
    redecide: false,
  })
  if (wrong.kind !== 'failure' || wrong.error.kind !== 'invalid_input') throw new Error(JSON.stringify(wrong))
  expect(wrong.error.issues.map(({ path }) => path).sort()).toEqual([
    'profile.category',
    'profile.parameters.failures',
    'profile.risk_score',
  ])
  await saveChange(console, { risk_score: 61 })
  await saveChange(console, { risk_score: 62, parameters: { failures: 15 } })
  const stale = { profile: { ...profile, risk_score: 5 }, revision: 1, why: '', redecide: false }
  expect(await console.answer('profiles.save', stale)).toMatchObject({ kind: 'failure', error: { kind: 'stale' } })
  const restored = await console.ask<ProfileSaved>('profiles.restore', { anomaly_type: type, revision: 1, why: 'back', redecide: false })
  expect(restored).toMatchObject({ revision: 3, profile: { risk_score: 61, parameters: { failures: 10 } } })
  expect(await console.ask('profiles.restore', { anomaly_type: type, revision: 0, why: '', redecide: false })).toMatchObject({
    revision: 4,
    profile,
  })
  expect(await console.answer('profiles.restore', { anomaly_type: type, revision: 9, why: '', redecide: false })).toMatchObject({
    error: { kind: 'not_found' },
  })
})

test('a preview says what a change does to stored records, changes nothing, and can be stopped', async () => {
  const console = await openConsole()
  await console.receive(sshAttack({ from: '203.0.113.1', start, count: 12 }))
  await console.receive(sshAttack({ from: '203.0.113.2', start: start + hour, count: 40 }))
  const [event] = console.engine.console.searchEvents({ anomaly_types: [type], entity: '203.0.113.1' }, { limit: 1 }).events
  await console.ask('events.resolve', { ids: [event!.id], verdict: 'true_positive' })
  const { profile } = await console.ask<ProfileDetail>('profiles.get', { anomaly_type: type })
  const range = { from: start, to: start + 2 * hour }
  const changed = { ...profile, risk_score: 100, parameters: { failures: 20 } }
  const preview = await console.ask<ProfilePreview>('profiles.preview', { profile: changed, ...range })
  expect(preview).toMatchObject({
    replayed: true,
    records: 52,
    complete: true,
    before: 2,
    after: 1,
    removed: [{ entity: '203.0.113.1', event_id: event!.id, verdict: 'true_positive' }],
    lost_true_positives: [{ entity: '203.0.113.1' }],
    step_ups: { before: 0, after: 2 },
  })
  const same = await console.ask<ProfilePreview>('profiles.preview', { profile, ...range })
  expect(same).toMatchObject({ replayed: false, before: 2, after: 2, raised_count: 0, removed_count: 0 })
  const controller = new AbortController()
  const stopped = console.answer('profiles.preview', { profile: changed, ...range }, { signal: controller.signal })
  controller.abort()
  expect(await stopped).toMatchObject({ kind: 'failure', error: { kind: 'cancelled' } })
  const { revisions } = await console.ask<ProfilesAnswer>('profiles.list', {})
  expect(revisions).toEqual({})
})

test('a type that only applications raise is previewed over its stored events', async () => {
  const console = await openConsole()
  const { profile } = await console.ask<ProfileDetail>('profiles.get', { anomaly_type: 'invoice_total_mismatch' })
  const preview = await console.ask<ProfilePreview>('profiles.preview', { profile: { ...profile, risk_score: 1 }, from: 0, to: Date.now() })
  expect(preview).toMatchObject({ replayed: false, complete: true, before: 0, after: 0 })
})

test('profiles go out as a pack and come back; an upgrade leaves what an analyst edited', async () => {
  const console = await openConsole()
  const { yaml } = await console.ask<{ yaml: string }>('profiles.export', { anomaly_types: [type], name: 'office' })
  const upgrade = yaml.replace(/risk_score: \d+/, 'risk_score: 77').replace(/failures: 10/, 'failures: 30')
  await saveChange(console, { risk_score: 66 })
  const importing = (text: string, apply: boolean, choices = {}) =>
    console.ask<PackAnswer>('profiles.import', { yaml: text, apply, choices })
  expect(await importing(yaml, true)).toMatchObject({ name: 'office', applied: true, problems: [] })
  const planned = await importing(upgrade, false)
  expect(planned).toMatchObject({ applied: false, changes: [{ kind: 'conflict', anomaly_type: type, fields: [{ field: 'risk_score' }] }] })
  expect(await console.ask('profiles.get', { anomaly_type: type })).toMatchObject({ profile: { parameters: { failures: 10 } } })
  await importing(upgrade, true)
  expect(await console.ask('profiles.get', { anomaly_type: type })).toMatchObject({
    profile: { risk_score: 66, parameters: { failures: 30 } },
    revisions: [{ origin: 'pack' }, { origin: 'analyst' }],
  })
  expect(await importing('name: office\nversion: 2\nprofiles:\n  x: { risk_score: 101 }\n', true)).toMatchObject({
    applied: false,
    problems: [{ line: 4 }, { line: 4 }, { line: 4 }],
  })
})

test('what vedette.yml or a name sets shows as such in rules and settings, and a save there does not write it down', async () => {
  const config = `${testConfig}ANOMALY_API_VERSION: api/v7\ndetectors: { brute-force: { failures: 13 } }\n`
  const console = await openConsole(makeHome(config))
  expect(await console.ask('profiles.get', { anomaly_type: type })).toMatchObject({
    profile: { parameters: { failures: 13 } },
    overridden: [{ field: 'parameters.failures', by: 'vedette.yml' }],
  })
  const answer = await console.ask<{ settings: { requests: object } }>('settings.get', {})
  expect(answer).toMatchObject({
    settings: { requests: { api_version: 'api/v7' } },
    overridden: [{ path: 'requests.api_version', by: 'ANOMALY_API_VERSION in vedette.yml' }],
  })
  await console.ask('settings.set', { settings: { requests: { ...answer.settings.requests, trusted_proxies: ['10.0.0.0/8'] } } })
  const read = console.engine.configFile.read()
  expect(read).toMatchObject({
    own: { requests: { api_version: 'api/v1', trusted_proxies: ['10.0.0.0/8'] } },
    config: { requests: { api_version: 'api/v7' } },
  })
})

test('an environment with an error starts nothing and names the variables', async () => {
  const environment = { ANOMALY_BURST_THRESHOLD: 'many', ANOMALY_PATH_PROBE_WINDOW_SECONDS: '-1' }
  const created = await createEngine({ home: makeHome(), platform: quietPlatform, environment, listen: false })
  expect(created).toMatchObject({ kind: 'failed', failure: { kind: 'config' } })
  const message = created.kind === 'failed' ? created.failure.message : ''
  expect(message.split('\n')).toEqual([
    'ANOMALY_BURST_THRESHOLD:1:1: must be a number',
    expect.stringMatching(/^ANOMALY_PATH_PROBE_WINDOW_SECONDS:1:1: must be from 1 to/),
  ])
})
