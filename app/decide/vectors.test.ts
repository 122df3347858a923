import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeDecision } from './decision.ts'
import { mergeEvidence } from './folding.ts'
import { isEnabled } from './flags.ts'
import { findProfile } from './profiles.ts'
import { isSensitiveKey, mask, maskSensitive } from './sanitizer.ts'

const folder = '../shared/fixtures/behaviour'
const present = existsSync(folder)

interface Case<Input, Expected> {
  id: string
  input: Input
  expected: Expected
  note?: string
}

function read<Input, Expected>(name: string): Case<Input, Expected>[] {
  const { cases } = JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')) as { cases: Case<Input, Expected>[] }
  return cases.filter(({ note }) => !note?.includes('defect'))
}

describe.skipIf(!present)('earlier systems’ facts (../shared/fixtures/behaviour)', () => {
  test.each(present ? read<string, boolean>('decision-is-sensitive-key') : [])(
    '$id: is "$input" a sensitive key',
    ({ input, expected }) => {
      expect(isSensitiveKey(input)).toBe(expected)
    },
  )

  test.each(present ? read<unknown, unknown>('decision-mask-sensitive').filter(({ input }) => typeof input === 'object') : [])(
    '$id: masks',
    ({ input, expected }) => {
      expect(maskSensitive(input)).toEqual(expected)
    },
  )

  interface DecisionInput {
    risk_score: number
    alerting_flag: boolean
    blocking_flag: boolean
  }
  test.each(present ? read<DecisionInput, object>('decision-decisions').filter(({ input }) => typeof input.risk_score === 'number') : [])(
    '$id: thresholds and flags',
    ({ input, expected }) => {
      const flags = { read: (name: string) => (name.includes('ALERTING') ? input.alerting_flag : input.blocking_flag) }
      const profile = { ...findProfile(new Map(), 'x'), risk_score: input.risk_score }
      const observation = {
        detector: 'd',
        anomaly_type: 'x',
        entity: { kind: 'ip' as const, value: 'e' },
        episode: '',
        score: 1,
        first_seen: 0,
        last_seen: 0,
        count: 1,
        explanation: '',
        reasons: [],
        evidence: [],
        metadata: {},
      }
      expect(makeDecision(observation, profile, flags)).toMatchObject(expected)
    },
  )
})

test('masking leaves no value under a sensitive key, whatever the shape, and changes nothing else', () => {
  fc.assert(
    fc.property(fc.object({ key: fc.oneof(fc.string(), fc.constantFrom('password', 'Api-Key', 'user', 'x-csrf-token')) }), (value) => {
      const before = JSON.stringify(value)
      const walk = (part: unknown): void => {
        if (typeof part !== 'object' || part === null) return
        for (const [key, item] of Object.entries(part as Record<string, unknown>)) {
          if (!Array.isArray(part) && isSensitiveKey(key)) expect(item).toBe(mask)
          else walk(item)
        }
      }
      walk(maskSensitive(value))
      expect(JSON.stringify(value)).toBe(before)
    }),
  )
})

test('a value that contains itself is masked where it would repeat', () => {
  const value: Record<string, unknown> = { name: 'x' }
  value['self'] = value
  expect(maskSensitive(value)).toEqual({ name: 'x', self: mask })
})

test('evidence is in order, each once, never more than fifty: the first ten and the newest', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(500)), fc.array(fc.nat(500)), (before, more) => {
      const merged = mergeEvidence(before, more)
      const all = [...new Set([...before, ...more])].sort((a, b) => a - b)
      expect(merged.length).toBe(Math.min(50, all.length))
      expect(merged.slice(0, 10)).toEqual(all.slice(0, 10))
      expect(merged.at(-1)).toBe(all.at(-1))
      expect(new Set(merged).size).toBe(merged.length)
    }),
  )
})

test('gates are off and rule families on when nobody has set them', () => {
  const nobody = { read: () => undefined }
  expect(isEnabled(nobody, 'ANOMALY_BLOCKING_ENABLED')).toBe(false)
  expect(isEnabled(nobody, 'ANOMALY_RULE_SCANNING_ENABLED')).toBe(true)
})
