import { expect, test } from 'vitest'
import type { RuleCounts } from '../model/rule-figures.ts'
import { describeRule, type StatisticsSources } from './profile-statistics.ts'

const type = 'authentication_brute_force'
const day = 86_400_000
const now = 1000 * day
const allOn = new Set(['ANOMALY_DETECTION_ENABLED', 'ANOMALY_RULE_AUTHENTICATION_ENABLED'])

function healthOf(counts: Partial<RuleCounts>, sources: Partial<StatisticsSources> = {}) {
  const whole = {
    anomaly_type: type,
    events_per_day: 1,
    open: 0,
    true_positive: 0,
    benign: 0,
    false_positive: 0,
    last_fired: now,
    ...counts,
  }
  return describeRule(type, { counts: [whole], counters: [], on: allOn, oldest: now - 90 * day, now, ...sources }).health
}

test('a rule is healthy, silent, noisy, failing or off', () => {
  expect(healthOf({})).toBe('healthy')
  expect(healthOf({ last_fired: now - 31 * day })).toBe('silent')
  expect(healthOf({ true_positive: 2, false_positive: 3 })).toBe('noisy')
  expect(healthOf({ true_positive: 3, false_positive: 3 })).toBe('healthy')
  expect(healthOf({ false_positive: 2 })).toBe('healthy')
  expect(healthOf({}, { counters: [{ detector: 'brute-force', observed: 0, entities: 0, evicted: 0, failures: 1 }] })).toBe('failing')
  expect(healthOf({}, { on: new Set() })).toBe('off')
  expect(healthOf({}, { on: new Set(['ANOMALY_DETECTION_ENABLED']) })).toBe('off')
})

test('a rule that never fired is untried, and silent once records have come for as long', () => {
  const sources = { counts: [], counters: [], on: allOn, now }
  expect(describeRule(type, { ...sources, oldest: now - 5 * day })).toEqual({
    anomaly_type: type,
    flag: 'ANOMALY_RULE_AUTHENTICATION_ENABLED',
    events_per_day: 0,
    open: 0,
    true_positive: 0,
    benign: 0,
    false_positive: 0,
    health: 'untried',
  })
  expect(describeRule(type, { ...sources, oldest: now - 40 * day }).health).toBe('silent')
  expect(describeRule(type, { ...sources, oldest: undefined }).health).toBe('untried')
})
