import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { DetectorDeclaration } from './declarations.ts'
import { mergeProfiles, profileOf, readProfile } from './profiles.ts'

const scan: DetectorDeclaration = {
  name: 'scan',
  family: 'SCAN',
  title: 'Port scan',
  anomaly_types: [
    {
      anomaly_type: 'port_scan',
      title: 'Port scan',
      description: 'x',
      risk_score: 60,
      severity: 'high',
      category: 'network',
      techniques: [],
    },
  ],
  parameters: [
    { name: 'ports', description: '', unit: 'count', default: 15, minimum: 2, maximum: 1000 },
    { name: 'window', description: '', unit: 'seconds', default: 300, minimum: 10, maximum: 3600 },
  ],
}
const saved = { ...scan.anomaly_types[0]!, risk_score: 85, severity: 'critical', parameters: { ports: 50 } }

test('a detector’s declaration is its default profile', () => {
  expect(mergeProfiles([scan], []).get('port_scan')).toEqual({ ...scan.anomaly_types[0], parameters: { ports: 15, window: 300 } })
})

test('a saved profile goes over the default and takes what it lacks from it', () => {
  expect(mergeProfiles([scan], [saved]).get('port_scan')).toMatchObject({
    risk_score: 85,
    severity: 'critical',
    parameters: { ports: 50, window: 300 },
  })
})

test('a profile for a type that no detector declares is added', () => {
  const profiles = mergeProfiles([scan], [{ ...saved, anomaly_type: 'own_type' }])
  expect(profiles.get('own_type')?.risk_score).toBe(85)
  expect(profiles.size).toBe(2)
})

test('a profile that is not valid leaves the default in force', () => {
  expect(mergeProfiles([scan], [{ ...saved, risk_score: 101 }, 7, null]).get('port_scan')?.risk_score).toBe(60)
})

test('all problems are told at once, each with its field', () => {
  const reading = readProfile({ ...saved, risk_score: '50', severity: 'urgent', category: undefined })
  expect(reading.kind === 'invalid' && reading.problems.map(({ field }) => field).sort()).toEqual(['category', 'risk_score', 'severity'])
})

test('defaults are not changed through a merged profile', () => {
  mergeProfiles([scan], []).get('port_scan')!.parameters['ports'] = 1
  expect(mergeProfiles([scan], []).get('port_scan')?.parameters['ports']).toBe(15)
})

/** Observed of an earlier system; read in place, absent from a clone elsewhere. */
const file = '../shared/fixtures/behaviour/decision-config-validation.json'
interface Case {
  id: string
  input: unknown
  expected: { ok?: boolean; error?: string; mentions?: string[] }
}
const cases: Case[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).cases : []

describe.skipIf(cases.length === 0)(`the profile validation cases (skipped where ${file} is absent)`, () => {
  // 50.0 and 50 are one number in JSON and in JavaScript.
  const each = cases.filter(({ id }) => id !== 'S2-cfg-score-float' && id !== 'S2-cfg-profiles-list')
  test.each(each.map((one) => [one.id, one] as const))('%s', (_, { input, expected }) => {
    for (const [anomaly_type, given] of Object.entries(input as Record<string, unknown>)) {
      const profile =
        typeof given === 'object' ? { title: 'x', description: '', techniques: [], parameters: {}, anomaly_type, ...given } : given
      const reading = readProfile(profile)
      expect(reading.kind).toBe(expected.ok === true ? 'valid' : 'invalid')
      const fields = reading.kind === 'invalid' ? reading.problems.map(({ field }) => field) : []
      expect(fields).toEqual(expect.arrayContaining(expected.mentions ?? []))
    }
  })
})

test('an unknown type has the fallback profile', () => {
  expect(profileOf(new Map(), 'unknown')).toMatchObject({ risk_score: 30, severity: 'medium', category: 'request', title: 'Unknown' })
})
