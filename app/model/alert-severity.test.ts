import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { alertSeverity } from './alert-severity.ts'

test('the severity speaks first, the score where it is silent', () => {
  expect(alertSeverity('high', 0)).toBe('error')
  expect(alertSeverity('constructor', 71)).toBe('error')
  expect(alertSeverity(undefined, 'much')).toBe('info')
})

/** Observed of an earlier system; read in place, absent from a clone elsewhere. */
const file = '../shared/fixtures/behaviour/decision-alert-severity.json'
interface Case {
  id: string
  input: { severity: string | null; risk_score: number | string | null }
  expected: string
}
const cases: Case[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).cases : []

describe.skipIf(cases.length === 0)(`the alert severity cases (skipped where ${file} is absent)`, () => {
  test.each(cases.map((each) => [each.id, each] as const))('%s', (_, { input, expected }) => {
    expect(alertSeverity(input.severity, input.risk_score)).toBe(expected)
  })
})
