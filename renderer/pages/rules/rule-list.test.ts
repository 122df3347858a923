import { describe, expect, it } from 'vitest'
import type { DetectorInfo, ProfilesAnswer, RuleStatistics } from '../../../app/contract/profiles.ts'
import type { RuleProfile } from '../../../app/model/rule-profile.ts'
import { everyRule, filterRules } from './rule-filter.ts'
import { falseShare, rulesOf, sortRules } from './rule-list.ts'

const profile = (anomaly_type: string, part: Partial<RuleProfile> = {}): RuleProfile => ({
  anomaly_type,
  title: anomaly_type,
  description: '',
  risk_score: 50,
  severity: 'medium',
  category: 'network',
  techniques: [],
  parameters: {},
  ...part,
})
const detector = (name: string, ...types: string[]): DetectorInfo => ({
  name,
  family: name.toUpperCase(),
  flag: `ANOMALY_RULE_${name.toUpperCase()}_ENABLED`,
  title: name,
  description: '',
  anomaly_types: types.map((anomaly_type) => profile(anomaly_type)),
  parameters: [],
})
const figures = (anomaly_type: string, part: Partial<RuleStatistics>): RuleStatistics => ({
  anomaly_type,
  events_per_day: 0,
  open: 0,
  true_positive: 0,
  benign: 0,
  false_positive: 0,
  health: 'healthy',
  ...part,
})
const answer: ProfilesAnswer = {
  profiles: [
    profile('invoice_total_mismatch', { category: 'business' }),
    profile('port_scan', { severity: 'high', techniques: [{ id: 'T1046', name: 'Network Service Discovery', version: '17.1' }] }),
    profile('beacon', { risk_score: 80 }),
  ],
  detectors: [detector('beaconing', 'beacon'), detector('scan', 'port_scan')],
  statistics: [
    figures('port_scan', { events_per_day: 9, true_positive: 1, false_positive: 3, health: 'noisy', last_fired: 5 }),
    figures('beacon', { health: 'failing' }),
  ],
  revisions: { port_scan: 2 },
}
const rules = rulesOf(answer)
const names = (some: typeof rules) => some.map((rule) => rule.profile.anomaly_type)

describe('the list of rules', () => {
  it('follows the detectors; what only applications raise comes last', () => {
    expect(names(rules)).toEqual(['beacon', 'port_scan', 'invoice_total_mismatch'])
    expect(rules.map(({ revision }) => revision)).toEqual([0, 2, 0])
    expect(rules[2]!.statistics.health).toBe('untried')
  })

  it('is found by any of its words', () => {
    expect(names(filterRules(rules, { ...everyRule, text: 't1046 SCAN' }))).toEqual(['port_scan'])
    expect(names(filterRules(rules, { ...everyRule, category: 'business' }))).toEqual(['invoice_total_mismatch'])
    expect(names(filterRules(rules, { ...everyRule, health: 'failing', edited: true }))).toEqual([])
    expect(names(filterRules(rules, { ...everyRule, edited: true }))).toEqual(['port_scan'])
  })

  it('is sorted by severity, by events, by what ails most, and stays as it was among equals', () => {
    expect(names(sortRules(rules, { column: 'severity', descending: true }))).toEqual(['port_scan', 'beacon', 'invoice_total_mismatch'])
    expect(names(sortRules(rules, { column: 'events', descending: true }))).toEqual(['port_scan', 'beacon', 'invoice_total_mismatch'])
    expect(names(sortRules(rules, { column: 'health', descending: true }))).toEqual(['beacon', 'port_scan', 'invoice_total_mismatch'])
    expect(names(sortRules(rules, undefined))).toEqual(names(rules))
  })

  it('counts the false among the verdicts, and says nothing without any', () => {
    expect(falseShare(rules[1]!.statistics)).toBe(0.75)
    expect(falseShare(rules[0]!.statistics)).toBeUndefined()
  })
})
