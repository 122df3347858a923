import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { actorOf, counterKey } from './request-actor.ts'

test('an actor is the user, else the address, else nobody', () => {
  expect(actorOf('7', '203.0.113.7')).toEqual({ kind: 'actor', value: 'user:7' })
  expect(actorOf(undefined, '203.0.113.7')).toEqual({ kind: 'actor', value: 'ip:203.0.113.7' })
  expect(actorOf('', undefined)).toEqual({ kind: 'actor', value: 'ip:anon' })
})

/** Observed of an earlier system; read in place, absent from a clone elsewhere. */
const file = '../shared/fixtures/behaviour/decision-counter-keys.json'
const isHere = existsSync(file)
const cases: { id: string; input: (string | null)[]; expected: string }[] = isHere ? JSON.parse(readFileSync(file, 'utf8')).cases : []
const digest = (text: string) => createHash('sha256').update(text).digest('hex')

describe.skipIf(!isHere)(`the counter key cases (skipped where ${file} is absent)`, () => {
  test.each(cases.map((each) => [each.id, each] as const))('%s', (_, { input, expected }) => {
    expect(counterKey(input, digest)).toBe(expected)
  })
})
