import type { Category, Severity } from '../../../app/model/severity.ts'
import { matchesRule, type Rule, type RuleHealth } from './rule-list.ts'

/** Which rules are listed; kept in the address. */
export interface RuleFilter {
  text: string
  severity: Severity | 'any'
  category: Category | 'any'
  health: RuleHealth | 'any'
  /** Only those whose profile is not the package's. */
  edited: boolean
}

export const everyRule: RuleFilter = { text: '', severity: 'any', category: 'any', health: 'any', edited: false }

export function filterRules(rules: readonly Rule[], filter: RuleFilter): Rule[] {
  const text = filter.text.trim()
  return rules.filter(
    (rule) =>
      (filter.severity === 'any' || rule.profile.severity === filter.severity) &&
      (filter.category === 'any' || rule.profile.category === filter.category) &&
      (filter.health === 'any' || rule.statistics.health === filter.health) &&
      (!filter.edited || rule.revision > 0) &&
      (text === '' || matchesRule(rule, text)),
  )
}
