import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createDecision } from './decision.ts'
import { profileOf } from './profiles.ts'

test('metadata is masked, messages are carried', () => {
  const decision = createDecision(
    { metadata: { password: 'hunter2', ports: [22] }, user_message: 'Try later.', internal_message: '22 tried' },
    profileOf(new Map(), 'x'),
    { alerting: true, blocking: true },
  )
  expect(decision).toMatchObject({ metadata: { password: '***', ports: [22] }, user_message: 'Try later.', internal_message: '22 tried' })
})

/** Observed of an earlier system; read in place, absent from a clone elsewhere. */
const folder = '../shared/fixtures/behaviour'
const file = `${folder}/decision-decisions.json`
interface Case {
  id: string
  input: { risk_score?: number; anomaly_type?: string; alerting_flag: boolean; blocking_flag: boolean }
  expected: Record<string, unknown>
}
const isHere = existsSync(file)
const cases: Case[] = isHere ? JSON.parse(readFileSync(file, 'utf8')).cases : []
const defaults: { input: string; expected: object }[] = isHere
  ? JSON.parse(readFileSync(`${folder}/decision-default-profiles.json`, 'utf8')).cases
  : []

describe.skipIf(!isHere)(`the decision cases (skipped where ${file} is absent)`, () => {
  test.each(cases.map((each) => [each.id, each] as const))('%s', (_, { input, expected }) => {
    const given = defaults.find((each) => each.input === input.anomaly_type)?.expected
    const profile = {
      ...profileOf(new Map(), input.anomaly_type ?? 'x'),
      ...given,
      ...(input.risk_score === undefined ? {} : { risk_score: input.risk_score }),
    }
    expect(createDecision({}, profile, { alerting: input.alerting_flag, blocking: input.blocking_flag })).toMatchObject(expected)
  })
})
