import type { DetectorInfo, ProfilesAnswer, RuleStatistics } from '../../../app/contract/profiles.ts'
import type { RuleProfile } from '../../../app/model/rule-profile.ts'
import { severities } from '../../../app/model/severity.ts'

/** A rule profile, the detector that raises it, and how it has done. */
export interface Rule {
  profile: RuleProfile
  /** Unset for what applications raise. */
  detector: DetectorInfo | undefined
  statistics: RuleStatistics
  /** Of the newest save; 0: the package's. */
  revision: number
}

export type RuleHealth = RuleStatistics['health']

/** Rules by detector, in the detectors' order; those of no detector come last. */
export function rulesOf({ profiles, detectors, statistics, revisions }: ProfilesAnswer): Rule[] {
  const raisers = new Map(
    detectors.flatMap((detector) => detector.anomaly_types.map(({ anomaly_type }) => [anomaly_type, detector] as const)),
  )
  const figures = new Map(statistics.map((one) => [one.anomaly_type, one]))
  const order = (rule: Rule) => (rule.detector === undefined ? detectors.length : detectors.indexOf(rule.detector))
  return profiles
    .map((profile) => ({
      profile,
      detector: raisers.get(profile.anomaly_type),
      statistics: figures.get(profile.anomaly_type) ?? nothingYet(profile.anomaly_type),
      revision: revisions[profile.anomaly_type] ?? 0,
    }))
    .sort((one, two) => order(one) - order(two))
}

function nothingYet(anomaly_type: string): RuleStatistics {
  return { anomaly_type, events_per_day: 0, open: 0, true_positive: 0, benign: 0, false_positive: 0, health: 'untried' }
}

/** Whether every word is somewhere in the rule: its name, texts, technique, category or detector. */
export function matchesRule({ profile, detector }: Rule, text: string): boolean {
  const techniques = profile.techniques.map(({ id, name }) => `${id} ${name}`)
  const named = [profile.anomaly_type, profile.title, profile.description, profile.category, profile.severity]
  const haystack = [...named, detector?.name, detector?.title, detector?.family, ...techniques].join(' ').toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word))
}

export const ruleSorts = ['title', 'severity', 'risk', 'detector', 'events', 'verdicts', 'fired', 'health'] as const
export type RuleSort = (typeof ruleSorts)[number]

const healthOrder: readonly RuleHealth[] = ['failing', 'noisy', 'silent', 'off', 'untried', 'healthy']

/** What a column is sorted by; greater is graver, later, or more. */
const keys: Record<RuleSort, (rule: Rule) => number | string> = {
  title: ({ profile }) => profile.title.toLowerCase(),
  severity: ({ profile }) => severities.indexOf(profile.severity) * 1000 + profile.risk_score,
  risk: ({ profile }) => profile.risk_score,
  detector: ({ detector }) => detector?.title.toLowerCase() ?? '',
  events: ({ statistics }) => statistics.events_per_day,
  verdicts: ({ statistics }) => falseShare(statistics) ?? -1,
  fired: ({ statistics }) => statistics.last_fired ?? 0,
  health: ({ statistics }) => -healthOrder.indexOf(statistics.health),
}

/** Sorted anew; equal ones keep the order they had. */
export function sortRules(rules: readonly Rule[], sort: { column: RuleSort; descending: boolean } | undefined): Rule[] {
  if (sort === undefined) return [...rules]
  const key = keys[sort.column]
  const compare = (one: Rule, two: Rule) => {
    const [first, second] = [key(one), key(two)]
    return first < second ? -1 : first > second ? 1 : 0
  }
  return [...rules].sort((one, two) => (sort.descending ? compare(two, one) : compare(one, two)))
}

/** Of what was resolved as true, benign or false, how much was false; unset without a verdict. */
export function falseShare({ true_positive, benign, false_positive }: RuleStatistics): number | undefined {
  const all = true_positive + benign + false_positive
  return all === 0 ? undefined : false_positive / all
}
