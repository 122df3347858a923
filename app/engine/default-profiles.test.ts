import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { applicationTypes } from '../decide/application-types.ts'
import { createFamilyOf } from '../decide/families.ts'
import { mergeProfiles, profileOf } from '../decide/profiles.ts'
import { detectors } from '../detect/index.ts'

/** Observed of an earlier system; read in place, absent from a clone elsewhere. */
const file = '../shared/fixtures/behaviour/decision-default-profiles.json'
const cases: { id: string; input: string; expected: object }[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).cases : []

describe.skipIf(cases.length === 0)(`the default profile cases with the package's detectors (skipped where ${file} is absent)`, () => {
  it.each(cases.map((each) => [each.id, each] as const))('%s', (_, { input, expected }) => {
    expect(profileOf(mergeProfiles(detectors, []), input)).toMatchObject(expected)
  })
})

it('gates a type that both an application and a detector report with one flag', () => {
  const familyOf = createFamilyOf(detectors)
  for (const { anomaly_type, family } of applicationTypes) expect(familyOf({ detector: 'application', anomaly_type })).toBe(family)
})
