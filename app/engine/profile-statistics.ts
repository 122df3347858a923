import type { RuleStatistics } from '../contract/profiles.ts'
import { createFamilyOf } from '../decide/families.ts'
import { detectionFlag, familyFlag } from '../decide/flags.ts'
import { detectors } from '../detect/index.ts'
import type { DetectorCounters } from '../model/counters.ts'
import type { RuleCounts } from '../model/rule-figures.ts'
import { detectorOf } from './profile-book.ts'

const day = 86_400_000
/** A rule that has not fired for so long is silent. */
const silence = 30 * day
/** Verdicts below which nothing is said about noise. */
const fewVerdicts = 5

const familyOf = createFamilyOf(detectors)

export interface StatisticsSources {
  counts: readonly RuleCounts[]
  counters: readonly DetectorCounters[]
  /** Names of the flags that are switched on. */
  on: ReadonlySet<string>
  /** The oldest stored record; milliseconds. */
  oldest: number | undefined
  now: number
}

export function describeRule(anomaly_type: string, sources: StatisticsSources): RuleStatistics {
  const none: RuleCounts = { anomaly_type, events_per_day: 0, open: 0, true_positive: 0, benign: 0, false_positive: 0 }
  const counts = sources.counts.find((one) => one.anomaly_type === anomaly_type) ?? none
  const family = familyOf({ detector: detectorOf(anomaly_type)?.name ?? '', anomaly_type })
  return { ...counts, ...(family !== undefined && { flag: familyFlag(family) }), health: healthOf(counts, sources) }
}

function healthOf(counts: RuleCounts, { counters, on, oldest, now }: StatisticsSources): RuleStatistics['health'] {
  const { anomaly_type, true_positive, benign, false_positive, last_fired } = counts
  const detector = detectorOf(anomaly_type)?.name
  const family = familyOf({ detector: detector ?? '', anomaly_type })
  if (!on.has(detectionFlag) || (family !== undefined && !on.has(familyFlag(family)))) return 'off'
  if (counters.some((one) => one.detector === detector && (one.failures ?? 0) > 0)) return 'failing'
  const judged = true_positive + benign + false_positive
  if (judged >= fewVerdicts && false_positive > judged / 2) return 'noisy'
  // A rule that never fired is silent once records have come for as long.
  const since = last_fired ?? oldest
  if (since !== undefined && now - since > silence) return 'silent'
  return last_fired === undefined ? 'untried' : 'healthy'
}
