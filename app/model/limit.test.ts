import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { clampLimit } from './limit.ts'

/** Observed of an earlier system; read in place, absent from a clone elsewhere. */
const file = '../shared/fixtures/behaviour/network-limits.json'
const cases: { id: string; input: number; expected: number }[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).cases : []

describe.skipIf(cases.length === 0)(`the limit cases (skipped where ${file} is absent)`, () => {
  test.each(cases.map((each) => [each.id, each] as const))('%s', (_, { input, expected }) => {
    expect(clampLimit(input, 200)).toBe(expected)
  })
})

test('what is no number is the least there is', () => {
  expect(clampLimit(NaN, 200)).toBe(1)
  expect(clampLimit(Infinity, 200)).toBe(200)
})
