import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffProfiles, fieldsOf, withFields } from './profile-diff.ts'
import { categories, severities } from './severity.ts'
import type { RuleProfile } from './rule-profile.ts'

const profile: RuleProfile = {
  anomaly_type: 'port_scan',
  title: 'Port scan',
  description: 'Many ports',
  risk_score: 60,
  severity: 'high',
  category: 'network',
  techniques: [{ id: 'T1046', name: 'Network Service Discovery', version: '17.1' }],
  parameters: { ports: 15, window: 300 },
}

const profiles = fc.record<RuleProfile>({
  anomaly_type: fc.constant('x'),
  title: fc.string(),
  description: fc.string(),
  risk_score: fc.integer({ min: 0, max: 100 }),
  severity: fc.constantFrom(...severities),
  category: fc.constantFrom(...categories),
  techniques: fc.array(fc.record({ id: fc.constantFrom('T1046', 'T1110.001'), name: fc.string(), version: fc.string() }), { maxLength: 2 }),
  parameters: fc.dictionary(fc.constantFrom('ports', 'window', 'constructor'), fc.double({ noNaN: true }), { maxKeys: 3 }),
})

test('a profile does not differ from its copy, in whatever order its keys stand', () => {
  const copy = { ...structuredClone(profile), techniques: [{ version: '17.1', name: 'Network Service Discovery', id: 'T1046' }] }
  expect(diffProfiles(profile, copy)).toEqual([])
})

test('each field that differs is told with both values, each parameter by its own name', () => {
  const after: RuleProfile = { ...profile, risk_score: 85, techniques: [], parameters: { ports: 30, targets: 4 } }
  expect(diffProfiles(profile, after)).toEqual([
    { field: 'risk_score', before: 60, after: 85 },
    { field: 'techniques', before: profile.techniques, after: [] },
    { field: 'parameters.ports', before: 15, after: 30 },
    { field: 'parameters.window', before: 300, after: undefined },
    { field: 'parameters.targets', before: undefined, after: 4 },
  ])
})

test('what differs, put over the one, gives the other', () => {
  fc.assert(
    fc.property(profiles, profiles, (before, after) => {
      const differences = diffProfiles(before, after).filter((difference) => difference.after !== undefined)
      const changed = withFields(before, new Map(differences.map(({ field, after: value }) => [field, value])))
      // A parameter that only the one has stays.
      expect(fieldsOf(changed)).toEqual(new Map([...fieldsOf(before), ...fieldsOf(after)]))
    }),
  )
})
