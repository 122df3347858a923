import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ruleProfileSchema, type ParameterDefinition, type RuleProfile } from '../../../app/model/rule-profile.ts'
import { draftOf, numberIn, objectionsTo, problemsOf, profileOf, sameDraft } from './profile-draft.ts'

const definitions: ParameterDefinition[] = [
  { name: 'failures', description: 'Failed logins', unit: 'count', default: 10, minimum: 2, maximum: 10_000 },
  { name: 'window', description: 'Within', unit: 'seconds', default: 300, minimum: 10, maximum: 86_400 },
]
const profile: RuleProfile = {
  anomaly_type: 'auth_brute_force',
  title: 'Brute force',
  description: 'Many failed logins',
  risk_score: 70,
  severity: 'high',
  category: 'permission',
  techniques: [{ id: 'T1110', name: 'Brute Force', version: '17.1' }],
  parameters: { failures: 12 },
}
const draft = draftOf(profile, definitions)

describe('a draft of a rule profile', () => {
  it('begins with what is in force, defaults included, and saves just that', () => {
    expect(draft.parameters).toEqual({ failures: '12', window: '300' })
    expect(profileOf(draft, profile)).toEqual({ ...profile, parameters: { failures: 12, window: 300 } })
    expect(problemsOf(draft, profile, definitions)).toEqual({})
  })

  it.each(['150', '-1', '50.5', 'high', '', 'true', '5e1'])('refuses a risk score of %j and names the field', (risk_score) => {
    expect(problemsOf({ ...draft, risk_score }, profile, definitions)['risk_score']).toMatch(/^risk_score must be /)
  })

  it('refuses a parameter out of its range, or one that is no number, by name', () => {
    const problems = problemsOf({ ...draft, parameters: { failures: '1', window: 'soon' } }, profile, definitions)
    expect(problems['parameters.failures']).toBe('failures must be a number from 2 to 10000')
    expect(problems['parameters.window']).toBe('window must be a number from 10 to 86400')
  })

  it('refuses an empty title', () => expect(problemsOf({ ...draft, title: '  ' }, profile, definitions)).toHaveProperty('title'))

  it('is valid exactly when the schema and the ranges say so', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -5, max: 105 }).map(String), fc.string(), fc.double().map(String)), (risk_score) => {
        const candidate = { ...draft, risk_score }
        const valid = ruleProfileSchema.safeParse(profileOf(candidate, profile)).success
        expect(Object.keys(problemsOf(candidate, profile, definitions)).length === 0).toBe(valid)
      }),
    )
  })

  it('knows when nothing would change', () => {
    expect(sameDraft({ ...draft, risk_score: ' 70.0 ' }, draft)).toBe(true)
    expect(sameDraft({ ...draft, parameters: { ...draft.parameters, failures: '13' } }, draft)).toBe(false)
  })

  it('puts the engine’s objections at their fields, the rest on top', () => {
    const issues = [
      { path: 'profile.parameters.window', message: 'too long' },
      { path: 'why', message: 'say why' },
    ]
    expect(objectionsTo({ kind: 'invalid_input', message: 'Refused.', issues }, draft)).toEqual({
      'parameters.window': 'too long',
      '': 'why: say why',
    })
    expect(objectionsTo({ kind: 'stale', message: 'Saved meanwhile.' }, draft)).toEqual({ '': 'Saved meanwhile.' })
  })
})

describe('a number as it is typed', () => {
  it.each([
    ['10', 10],
    [' 0.5', 0.5],
    ['.5', 0.5],
    ['-3', -3],
    ['1e3', undefined],
    ['0x10', undefined],
    ['', undefined],
    ['1 000', undefined],
  ])('%j → %j', (text, number) => expect(numberIn(text)).toBe(number))
})
