import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldsOf, isSameValue } from '../model/profile-diff.ts'
import type { ProfilePack, RuleProfile } from '../model/rule-profile.ts'
import { mergePack } from './pack-merge.ts'

const standard: RuleProfile = {
  anomaly_type: 'port_scan',
  title: 'Port scan',
  description: 'Many ports',
  risk_score: 60,
  severity: 'high',
  category: 'network',
  techniques: [],
  parameters: { ports: 15, window: 300 },
}
const defaults = new Map([['port_scan', standard]])
const pack = (...profiles: Partial<RuleProfile>[]): ProfilePack => ({
  name: 'Team',
  version: '1',
  profiles: profiles.map((profile) => ({ anomaly_type: 'port_scan', ...profile })),
})
const merge = (base: ProfilePack | undefined, mine: Partial<RuleProfile>, theirs: ProfilePack, choices = {}) =>
  mergePack({ base, defaults, mine: new Map([['port_scan', { ...standard, ...mine }]]), theirs, choices })

test('what nobody touched is taken over', () => {
  expect(merge(undefined, {}, pack({ risk_score: 70, parameters: { ports: 20 } }))).toEqual([
    {
      kind: 'upgraded',
      anomaly_type: 'port_scan',
      before: standard,
      profile: { ...standard, risk_score: 70, parameters: { ports: 20, window: 300 } },
    },
  ])
  expect(merge(pack({ risk_score: 70 }), { risk_score: 70 }, pack({ risk_score: 75 }))).toMatchObject([
    { kind: 'upgraded', profile: { risk_score: 75 } },
  ])
})

test('a pack that says what is in force changes nothing', () => {
  expect(merge(undefined, {}, pack({ risk_score: 60 }))).toEqual([{ kind: 'unchanged', anomaly_type: 'port_scan' }])
  expect(merge(undefined, { risk_score: 80 }, pack({ risk_score: 80 }))).toEqual([{ kind: 'unchanged', anomaly_type: 'port_scan' }])
})

test('an edit stays where the pack has not changed, and both hold where they touch different fields', () => {
  expect(merge(pack({ risk_score: 60 }), { risk_score: 85 }, pack({ risk_score: 60 }))).toEqual([
    { kind: 'unchanged', anomaly_type: 'port_scan' },
  ])
  expect(merge(undefined, { risk_score: 85 }, pack({ severity: 'critical', parameters: { window: 60 } }))).toMatchObject([
    { kind: 'merged', profile: { risk_score: 85, severity: 'critical', parameters: { ports: 15, window: 60 } } },
  ])
})

test('where both changed a field, the analyst’s stays until someone chooses', () => {
  const base = pack({ risk_score: 60, severity: 'high' })
  const theirs = pack({ risk_score: 70, severity: 'medium', parameters: { ports: 9 } })
  const mine = { risk_score: 85, parameters: { ports: 30, window: 300 } }
  const fields = [
    { field: 'risk_score', base: 60, mine: 85, theirs: 70 },
    { field: 'parameters.ports', base: 15, mine: 30, theirs: 9 },
  ]
  expect(merge(base, mine, theirs)).toMatchObject([
    { kind: 'conflict', fields, profile: { risk_score: 85, severity: 'medium', parameters: { ports: 30 } } },
  ])
  expect(merge(base, mine, theirs, { port_scan: 'mine' })).toEqual(merge(base, mine, theirs))
  expect(merge(base, mine, theirs, { port_scan: 'theirs' })).toMatchObject([
    { kind: 'conflict', fields, profile: { risk_score: 70, severity: 'medium', parameters: { ports: 9 } } },
  ])
})

test('a type that is not there is added; one of the analyst’s own is not overwritten', () => {
  const own = { anomaly_type: 'own_type', risk_score: 40, severity: 'low', category: 'system' } as const
  expect(merge(undefined, {}, pack(own))).toMatchObject([
    { kind: 'added', anomaly_type: 'own_type', profile: { title: 'Own type', ...own } },
  ])
  const mine = new Map([['own_type', { ...standard, ...own, risk_score: 55 }]])
  expect(mergePack({ defaults, mine, theirs: pack(own) })).toMatchObject([
    { kind: 'conflict', profile: { risk_score: 55 }, fields: [{ field: 'risk_score', base: undefined, mine: 55, theirs: 40 }] },
  ])
})

test('a type that the pack itself brought is upgraded, not merged with edits that nobody made', () => {
  const own = { anomaly_type: 'own_type', risk_score: 40, severity: 'low', category: 'system' } as const
  const [added] = mergePack({ defaults, mine: new Map(), theirs: pack(own) })
  if (added?.kind !== 'added') throw new Error('it is there already')
  const mine = new Map([['own_type', added.profile]])
  expect(mergePack({ base: pack(own), defaults, mine, theirs: pack({ ...own, risk_score: 45 }) })).toMatchObject([
    { kind: 'upgraded', profile: { risk_score: 45 } },
  ])
  const retitled = new Map([['own_type', { ...added.profile, title: 'Mine' }]])
  expect(mergePack({ base: pack(own), defaults, mine: retitled, theirs: pack({ ...own, risk_score: 45 }) })).toMatchObject([
    { kind: 'merged', profile: { risk_score: 45, title: 'Mine' } },
  ])
})

test('whatever a pack says, no field that the analyst changed is changed', () => {
  const edits = fc.record<Partial<RuleProfile>>(
    {
      risk_score: fc.integer({ min: 58, max: 62 }),
      severity: fc.constantFrom('high', 'low'),
      parameters: fc.record({ ports: fc.integer({ min: 14, max: 16 }), window: fc.constantFrom(300, 60) }),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.option(edits, { nil: undefined }), edits, edits, (old, mine, theirs) => {
      const [change] = merge(old && pack(old), mine, pack(theirs))
      if (change === undefined || change.kind === 'unchanged') return
      const base = new Map([...fieldsOf(standard), ...fieldsOf(old ?? {})])
      const after = fieldsOf(change.profile)
      for (const [field, value] of fieldsOf({ ...standard, ...mine })) {
        if (!isSameValue(value, base.get(field))) expect(after.get(field)).toEqual(value)
      }
    }),
  )
})
