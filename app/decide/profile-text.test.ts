import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMap, isSeq, parseDocument, type Node, type YAMLMap } from 'yaml'
import { readProfilesText } from './profile-text.ts'

test('every problem is told at once, each where it stands', () => {
  const text = `path_probing:
  risk_score: "50"
  severity: urgent
own_type: { severity: low, category: auth, risk_score: 101 }
other: 5
`
  expect(readProfilesText(text)).toEqual({
    kind: 'invalid',
    problems: [
      { line: 2, column: 3, path: 'path_probing.category', message: 'must be one of request, permission, business, network, system' },
      { line: 2, column: 15, path: 'path_probing.risk_score', message: 'must be a whole number from 0 to 100' },
      { line: 3, column: 13, path: 'path_probing.severity', message: 'must be one of low, medium, high, critical' },
      { line: 4, column: 38, path: 'own_type.category', message: 'must be one of request, permission, business, network, system' },
      { line: 4, column: 56, path: 'own_type.risk_score', message: 'must be 100 or less' },
      { line: 5, column: 8, path: 'other', message: 'must be a mapping with risk_score, severity and category' },
    ],
  })
})

test('a fraction is told beside what else is wrong', () => {
  const reading = readProfilesText('a: { risk_score: 50.0, severity: urgent, category: request }')
  expect(reading.kind === 'invalid' && reading.problems.map(({ path }) => path)).toEqual(['a.risk_score', 'a.severity'])
})

test('a text that is no YAML, or says a thing twice, is told where', () => {
  expect(readProfilesText('a: {risk_score: 1')).toEqual({
    kind: 'invalid',
    problems: [{ line: 1, column: 18, path: '', message: 'Flow map in block collection must be sufficiently indented and end with a }' }],
  })
  const twice = readProfilesText('{"a": 1, "a": 2}')
  expect(twice.kind === 'invalid' && twice.problems.map(({ column, message }) => [column, message])).toEqual([
    [7, 'must be a mapping with risk_score, severity and category'],
    [10, 'Map keys must be unique'],
    [15, 'must be a mapping with risk_score, severity and category'],
  ])
})

test('aliases are followed, as far as is reasonable', () => {
  const text = 'a: &core { risk_score: 5, severity: low, category: request }\nb: *core\n'
  const reading = readProfilesText(text)
  expect(reading.kind === 'valid' && [...reading.profiles.values()]).toEqual([
    { risk_score: 5, severity: 'low', category: 'request' },
    { risk_score: 5, severity: 'low', category: 'request' },
  ])
  let bomb = 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n'
  for (let level = 1; level < 12; level += 1)
    bomb += `a${level}: &a${level} [${Array(10)
      .fill(`*a${level - 1}`)
      .join(', ')}]\n`
  expect(readProfilesText(bomb).kind).toBe('invalid')
})

test('whatever the text, there is an answer', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: fc.constantFrom(...'a:-{}[]"&*\n ?|>!1.') })), (text) => {
      const reading = readProfilesText(text)
      if (reading.kind === 'invalid') expect(reading.problems.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true)
    }),
  )
})

/** Observed of an earlier system; read in place, absent from a clone elsewhere. */
const file = '../shared/fixtures/behaviour/decision-config-validation.json'
interface Case {
  id: string
  /** As it is written there: 50.0 and 50 are one number once they are read. */
  input: string
  expected: { ok?: boolean; error?: string; mentions?: string[]; profile?: Record<string, object> }
}

function readCases(text: string): Case[] {
  const document = parseDocument(text)
  const list = document.get('cases')
  return (isSeq(list) ? (list.items as YAMLMap[]) : []).filter(isMap).map((each) => {
    const [from, to] = (each.get('input', true) as unknown as Node).range!
    return { ...(each.toJS(document) as Case), input: text.slice(from, to) }
  })
}
const cases = existsSync(file) ? readCases(readFileSync(file, 'utf8')) : []

describe.skipIf(cases.length === 0)(`the profile validation cases (skipped where ${file} is absent)`, () => {
  test.each(cases.map((each) => [each.id, each] as const))('%s', (_, { input, expected }) => {
    const reading = readProfilesText(input)
    expect(reading.kind).toBe(expected.ok === true ? 'valid' : 'invalid')
    if (reading.kind === 'valid') expect(Object.fromEntries(reading.profiles)).toMatchObject(expected.profile ?? {})
    else expect(reading.problems.map(({ path }) => path.split('.').at(-1))).toEqual(expect.arrayContaining(expected.mentions ?? []))
  })
})
