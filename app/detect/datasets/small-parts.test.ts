import { expect, test } from 'vitest'
import { describeCases, readCases } from '../testing/dataset-cases.ts'
import { readExclusions, splitPatterns } from './exclusions.ts'
import { numericFeatures } from './features.ts'
import { readRequest } from './request-checks.ts'
import { readAnswer } from './response-rows.ts'
import { severityNumber } from './severity.ts'

const severities = readCases<{ input: string; expected: number }>('severity')
describeCases('severity', severities, () => {
  test.each(severities)('%s', (_, { input, expected }) => expect(severityNumber(input)).toBe(expected))
})

const features = readCases<{ input: unknown; expected: number[] }>('feature-extraction')
describeCases('feature extraction', features, () => {
  test.each(features)('%s', (_, { input, expected }) => expect(numericFeatures(input)).toEqual(expected))
})

const exclusions = readCases<{ input: { patterns: string; dataset: string }; expected: boolean }>('exclusion')
describeCases('exclusion', exclusions, () => {
  test.each(exclusions)('%s', (_, { input, expected }) => {
    const reading = readExclusions(splitPatterns(input.patterns))
    expect(reading.kind === 'read' && reading.exclusions.matches(input.dataset)).toBe(expected)
  })
})

// Elsewhere such a pattern is logged and skipped: what it was to keep out would then come in.
test('a pattern that is none is a problem, with its place', () => {
  expect(readExclusions(['ok_.*', '(', '(?=x)'])).toMatchObject({ kind: 'refused', problems: [{ index: 1 }, { index: 2 }] })
})

test('a pattern that others take for ever with takes no time', () => {
  const reading = readExclusions(['(a+)+$'])
  expect(reading.kind === 'read' && reading.exclusions.matches(`${'a'.repeat(50_000)}!`)).toBe(false)
})

interface Check {
  input: { headers: Record<string, string>; body: unknown }
  expected: { status: number; body: unknown }
}
const checks = readCases<Check>('request-validation')
describeCases('request validation', checks, () => {
  test.each(checks)('%s', (_, { input, expected }) => {
    const body = typeof input.body === 'string' ? input.body : JSON.stringify(input.body)
    const reading = readRequest({ role: input.headers['X-Hasura-Role'] }, body)
    if (expected.status === 200) expect(reading.kind).toBe('read')
    else expect(reading).toEqual({ kind: 'refused', refusal: expected })
  })
})

test('a dataset is found under its name, whatever it was called in the answer', () => {
  const roots = [
    { key: 'x', name: 'users', fields: ['id'] },
    { key: 'y', name: 'users', fields: ['name'] },
  ]
  const response = { data: { x: [{ id: 1 }], y: { nodes: [{ name: 'a' }] }, __schema: {}, dq_log: [], z: null }, errors: [] }
  const answered = readAnswer(response, roots, (name) => name.startsWith('dq_'))
  expect(answered.skipped).toEqual(['__schema', 'dq_log'])
  expect(answered.datasets).toEqual([
    { name: 'users', rows: [{ id: 1 }, { name: 'a' }], fields: ['users.id', 'users.name'] },
    { name: 'z', rows: [], fields: [] },
  ])
})
