import { expect, test } from 'vitest'
import type { RuleProfile } from '../model/rule-profile.ts'
import { useConsole } from './console-for-tests.ts'
import type { ProfileContext } from './store.ts'

const console = useConsole()
const context: ProfileContext = { who: 'ana', at: 1_760_000_100_000, why: 'too loud', origin: 'analyst' }

function profile(change: Partial<RuleProfile> = {}): RuleProfile {
  return {
    anomaly_type: 'port_scan',
    title: 'Port scan',
    description: '',
    risk_score: 55,
    severity: 'medium',
    category: 'network',
    techniques: [],
    parameters: { ports: 5 },
    ...change,
  }
}

test('a save is a revision that says who, when, why and from where; the newest is in force', () => {
  const { store } = console
  expect(store.profiles()).toEqual([])
  expect(store.saveProfiles([{ profile: profile({ risk_score: 10 }), revision: 0 }], context)).toMatchObject({
    kind: 'saved',
    revisions: [{ anomaly_type: 'port_scan', revision: 1, why: 'too loud', origin: 'analyst', who: 'ana', at: context.at }],
  })
  store.saveProfiles([{ profile: profile({ risk_score: 20 }), revision: 1 }], { ...context, who: 'ben', why: '', origin: 'pack' })
  console.reopen()
  expect(console.store.profiles()).toEqual([profile({ risk_score: 20 })])
  expect(console.store.newestRevisions()).toEqual({ port_scan: 2 })
  expect(console.store.profileRevisions('port_scan').map(({ revision, who, origin }) => [revision, who, origin])).toEqual([
    [2, 'ben', 'pack'],
    [1, 'ana', 'analyst'],
  ])
  expect(console.store.profileRevision('port_scan', 1)?.profile.risk_score).toBe(10)
  expect(console.store.profileRevision('port_scan', 3)).toBeUndefined()
  expect(console.store.profileRevisions('beacon')).toEqual([])
})

test('a save on an older revision than the newest is stale, and nothing of it is kept', () => {
  const { store } = console
  store.saveProfiles([{ profile: profile() }], context)
  const saves = [{ profile: profile({ anomaly_type: 'host_sweep' }) }, { profile: profile({ risk_score: 99 }), revision: 0 }]
  expect(store.saveProfiles(saves, context)).toEqual({ kind: 'stale', anomaly_type: 'port_scan', revision: 1 })
  expect(store.profiles()).toEqual([profile()])
  expect(store.activity({ limit: 10 })).toHaveLength(1)
})

test('profiles of one detector are saved together, each with its line before and after', () => {
  const { store } = console
  const swept = profile({ anomaly_type: 'host_sweep' })
  const shipped = profile({ risk_score: 1 })
  store.saveProfiles([{ profile: profile(), revision: 0, before: shipped }, { profile: swept }], context)
  store.saveProfiles([{ profile: profile({ risk_score: 60 }), revision: 1, before: shipped }], context)
  const lines = store.activity({ limit: 10 })
  expect(lines.map(({ what, subject }) => `${what} ${subject}`)).toEqual([
    'profile.save profile:port_scan',
    'profile.save profile:host_sweep',
    'profile.save profile:port_scan',
  ])
  expect(lines[2]).toMatchObject({ who: 'ana', before: { revision: 0, profile: shipped }, after: { revision: 1, profile: profile() } })
  expect(lines[1]).toMatchObject({ before: null, after: { why: 'too loud' } })
  expect(lines[0]).toMatchObject({ before: { revision: 1, profile: profile() }, after: { revision: 2, profile: { risk_score: 60 } } })
  expect(store.verifyActivity()).toEqual({ kind: 'intact', lines: 3 })
})

test('a type that is named twice in one save has two revisions', () => {
  const { store } = console
  store.saveProfiles([{ profile: profile({ risk_score: 1 }) }, { profile: profile({ risk_score: 2 }) }], context)
  expect(store.newestRevisions()).toEqual({ port_scan: 2 })
  expect(store.profiles()[0]?.risk_score).toBe(2)
})

test('a pack is kept with the profiles it brought, as the base of its next version', () => {
  const { store } = console
  const pack = { name: 'office', version: '1', profiles: [{ anomaly_type: 'port_scan', risk_score: 70 }] }
  store.saveProfiles([{ profile: profile() }], context)
  const upgrade = { ...context, origin: 'pack', pack } as const
  expect(store.saveProfiles([{ profile: profile({ risk_score: 70 }), revision: 0 }], upgrade).kind).toBe('stale')
  expect(store.pack('office')).toBeUndefined()
  store.saveProfiles([{ profile: profile({ risk_score: 70 }), revision: 1 }], upgrade)
  store.saveProfiles([], { ...upgrade, at: 2, pack: { ...pack, version: '2', profiles: [] } })
  console.reopen()
  expect(console.store.pack('office')).toEqual({ ...pack, version: '2', profiles: [] })
  expect(console.store.packs()).toEqual([{ name: 'office', version: '2', at: 2, who: 'ana' }])
  expect(console.store.activity({ subject: 'pack:office', limit: 10 })).toMatchObject([
    { what: 'pack.import', before: { version: '1' }, after: { version: '2' } },
    { what: 'pack.import', before: null, after: pack },
  ])
})
