import type { Reason } from '../../model/observation.ts'
import type { Episode } from './episode.ts'
import type { WalkRules } from './random-walk.ts'
import type { ScanDetail } from './scan-detector.ts'
import { countOf, formatDuration, formatNumber } from './wording.ts'

/** `412 did not answer, 3 did`: what became of the tries, and what tipped. */
export function describeOutcomes({ detail }: Episode<ScanDetail>, rules: WalkRules): string {
  const { failures, unknowns, successes, rule, tipped, minimum, odds } = detail
  const parts: string[] = []
  if (failures > 0) parts.push(`${formatNumber(failures)} did not answer or were refused`)
  if (unknowns > 0) parts.push(`of ${formatNumber(unknowns)} the answer is unknown`)
  if (successes > 0) parts.push(`${formatNumber(successes)} answered`)
  const tip =
    rule === 'walk'
      ? `after ${tipped} failures ${formatNumber(odds)} to 1 for a scan, limit ${formatNumber(Math.exp(rules.limit))} to 1`
      : `${tipped} within ${formatDuration(rules.fallbackWindow)}, limit ${minimum}`
  return `${parts.join(', ')} (${tip})`
}

export function listReasons(
  { detail, count }: Episode<ScanDetail>,
  rules: WalkRules,
  names: { minimum: string; fallback: string },
): Reason[] {
  const { rule, tipped, minimum, odds, successes } = detail
  const total: Reason = { label: 'first contacts in all', value: count, unit: 'count', met: true }
  const answered: Reason = { label: 'of them answered', value: successes, unit: 'count', met: true }
  if (rule === 'fallback') {
    const label = `first contacts of unknown outcome within ${formatDuration(rules.fallbackWindow)}`
    return [{ label, value: tipped, threshold: minimum, name: `parameters.${names.fallback}`, unit: 'count', met: true }, total, answered]
  }
  return [
    {
      label: 'odds for a scan rather than benign contacts, to 1',
      value: odds,
      threshold: Math.round(Math.exp(rules.limit)),
      name: 'parameters.false_alarm',
      unit: 'ratio',
      met: true,
    },
    {
      label: 'first contacts without an answer when it tipped',
      value: tipped,
      threshold: minimum,
      name: `parameters.${names.minimum}`,
      unit: 'count',
      met: true,
    },
    total,
    answered,
  ]
}

/** `10.0.0.5`, `10.0.0.5 and 3 more`. */
export function nameGroups({ groups, groupCount }: ScanDetail): string {
  const [first = ''] = groups.values
  return groupCount > 1 ? `${first} and ${formatNumber(groupCount - 1)} more` : first
}

/** `203.0.113.7 tried 412 ports on 10.0.0.5 in 41 s`; `where` begins with its preposition. */
export function describeTries(episode: Episode<ScanDetail>, noun: string, where: string): string {
  const { entity, count, first_seen, last_seen } = episode
  return `${entity.value} tried ${countOf(count, noun)} ${where} in ${formatDuration(last_seen - first_seen)}`
}
