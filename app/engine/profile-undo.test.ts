import { expect, test } from 'vitest'
import type { PackAnswer, ProfileDetail, ProfileSaved, ProfilesUndone } from '../contract/profiles.ts'
import type { BlockEntry } from '../model/block-entry.ts'
import type { SecurityEvent } from '../model/event.ts'
import { sshAttack } from './testing/running-engine.ts'
import { useTestConsoles, type TestConsole } from './testing/test-console.ts'

const { openConsole } = useTestConsoles()

const type = 'authentication_brute_force'
const start = Date.UTC(2026, 10, 20, 9)
const hour = 3_600_000

async function save(console: TestConsole, change: Record<string, unknown>, redecide: boolean): Promise<ProfileSaved> {
  const { profile, revisions } = await detailOf(console)
  const parameters = { ...profile.parameters, ...(change['parameters'] as object | undefined) }
  const revision = revisions[0]?.revision ?? 0
  return console.ask('profiles.save', { profile: { ...profile, ...change, parameters }, revision, why: 'tuned', redecide })
}

const detailOf = (console: TestConsole) => console.ask<ProfileDetail>('profiles.get', { anomaly_type: type })
const takeBack = (console: TestConsole, undo: string | undefined) => console.ask<ProfilesUndone>('profiles.undo', { undo })
const blocked = async (console: TestConsole) => (await console.ask<{ entries: BlockEntry[] }>('blocklist.list', {})).entries
const eventsOf = ({ engine }: TestConsole) =>
  engine.console.searchEvents({ anomaly_types: [type], sort: 'first_seen' }, { limit: 10 }).events.reverse()
const gradeOf = ({ title, severity, risk_score, category, decision }: SecurityEvent) => ({
  title,
  severity,
  risk_score,
  category,
  decision,
})

test('open events that were decided anew have exactly their former grade again, whatever the profile had been meanwhile', async () => {
  const console = await openConsole()
  await console.receive(sshAttack({ from: '203.0.113.1', start, count: 12 }))
  await save(console, { risk_score: 90, severity: 'critical' }, false)
  await console.receive(sshAttack({ from: '203.0.113.2', start: start + hour, count: 12 }))
  const before = eventsOf(console)
  expect(before.map(({ risk_score }) => risk_score)).toEqual([60, 90])

  const saved = await save(console, { risk_score: 30, severity: 'low', category: 'business', parameters: { failures: 20 } }, true)
  expect(saved).toMatchObject({ revision: 2, redecided: 2 })
  expect(eventsOf(console).map(({ risk_score }) => risk_score)).toEqual([30, 30])
  await console.ask('events.acknowledge', { ids: [before[0]!.id] })
  console.pushes.length = 0

  expect(await takeBack(console, saved.undo)).toEqual({ anomaly_types: [type], events: 2 })
  const after = eventsOf(console)
  expect(after.map(gradeOf)).toEqual(before.map(gradeOf))
  expect(after[0]?.status).toBe('acknowledged')
  const { profile, revisions } = await detailOf(console)
  expect(profile).toMatchObject({ risk_score: 90, severity: 'critical', parameters: { failures: 10 } })
  expect(revisions[0]).toMatchObject({ revision: 3, origin: 'restore', why: 'Undo of revision 2' })
  expect(console.pushes.map(({ name }) => name)).toEqual(expect.arrayContaining(['profiles.changed', 'events.changed']))
  expect(console.engine.console.activity({ limit: 3 }).map(({ what }) => what)).toContain('event.undo')
  expect(console.engine.console.verifyActivity()).toMatchObject({ kind: 'intact' })

  expect(await console.answer('profiles.undo', { undo: saved.undo })).toMatchObject({ error: { kind: 'not_found' } })
})

test('what deciding anew put on the blocklist goes with it, and may come again; what was there stays', async () => {
  const console = await openConsole()
  await console.ask('flags.set', { name: 'ANOMALY_BLOCKING_ENABLED', enabled: true })
  await console.receive(sshAttack({ from: '203.0.113.1', start, count: 12 }))
  await console.receive(sshAttack({ from: '203.0.113.2', start, count: 12 }))
  await console.ask('blocklist.add', { value: '203.0.113.2', reason: 'by hand', hours: 48 })
  const saved = await save(console, { risk_score: 100 }, true)
  expect((await blocked(console)).map(({ value }) => value).sort()).toEqual(['203.0.113.1', '203.0.113.2'])
  await takeBack(console, saved.undo)
  expect(await blocked(console)).toMatchObject([{ value: '203.0.113.2', origin: 'analyst' }])
  await save(console, { risk_score: 100 }, true)
  expect(await blocked(console)).toHaveLength(2)
})

test('a block that an analyst has made his own since stays', async () => {
  const console = await openConsole()
  await console.ask('flags.set', { name: 'ANOMALY_BLOCKING_ENABLED', enabled: true })
  await console.receive(sshAttack({ from: '203.0.113.1', start, count: 12 }))
  const saved = await save(console, { risk_score: 100 }, true)
  expect(await blocked(console)).toMatchObject([{ value: '203.0.113.1', origin: 'decision' }])
  await console.ask('blocklist.add', { value: '203.0.113.1', reason: 'seen elsewhere too', hours: 48 })
  await takeBack(console, saved.undo)
  expect(await blocked(console)).toMatchObject([{ value: '203.0.113.1', origin: 'analyst', reason: 'seen elsewhere too' }])
})

test('a save that was followed by another is not taken back, nor an event that has been decided otherwise since', async () => {
  const console = await openConsole()
  await console.receive(sshAttack({ from: '203.0.113.1', start, count: 12 }))
  const first = await save(console, { risk_score: 80 }, true)
  const second = await save(console, { risk_score: 85 }, true)
  expect(await console.answer('profiles.undo', { undo: first.undo })).toMatchObject({ error: { kind: 'stale' } })
  await takeBack(console, second.undo)
  expect(eventsOf(console)).toMatchObject([{ risk_score: 80 }])
  const same = await save(console, {}, false)
  expect(same.undo).toBeUndefined()
  expect(await console.answer('events.undo', { undo: first.undo })).toMatchObject({ error: { kind: 'not_found' } })
})

test('a pack of which another version was taken in since is not taken back, even where that changed other profiles', async () => {
  const console = await openConsole()
  const take = (version: string, one: string, score: number) =>
    console.ask<PackAnswer>('profiles.import', {
      yaml: `name: team\nversion: "${version}"\nprofiles:\n  ${one}: { risk_score: ${score}, severity: high, category: network }\n`,
      apply: true,
    })
  const first = await take('1', type, 61)
  const second = await take('2', 'port_scan', 62)
  expect(await console.answer('profiles.undo', { undo: first.undo })).toMatchObject({ error: { kind: 'stale' } })
  expect(console.engine.console.pack('team')).toMatchObject({ version: '2' })
  await takeBack(console, second.undo)
  await takeBack(console, first.undo)
  expect(console.engine.console.pack('team')).toBeUndefined()
})

test('a pack that was taken in is taken back whole, and its next version is compared with the one before', async () => {
  const console = await openConsole()
  const pack = (version: string, score: number) =>
    `name: team\nversion: "${version}"\nprofiles:\n${[type, 'port_scan']
      .map((one) => `  ${one}: { risk_score: ${score}, severity: high, category: network }\n`)
      .join('')}`
  const take = (yaml: string) => console.ask<PackAnswer>('profiles.import', { yaml, apply: true })
  const packaged = (await detailOf(console)).profile
  await take(pack('1', 61))
  const second = await take(pack('2', 62))
  expect(await takeBack(console, second.undo)).toEqual({ anomaly_types: [type, 'port_scan'], events: 0 })
  expect((await detailOf(console)).profile.risk_score).toBe(61)
  expect(console.engine.console.pack('team')).toMatchObject({ version: '1' })
  const third = await take(pack('3', 63))
  expect(third.changes.map(({ kind }) => kind)).not.toContain('conflict')
  await takeBack(console, third.undo)
  const { profile } = await console.ask<ProfileSaved>('profiles.restore', { anomaly_type: type, revision: 0, why: '', redecide: false })
  expect(profile).toEqual(packaged)
})
