import type { DetectorInfo } from '../../../app/contract/requests.ts'
import type { RuleProfile } from '../../../app/model/rule-profile.ts'

/** A rule profile and the detector that raises it. */
export interface Rule {
  profile: RuleProfile
  detector: DetectorInfo | undefined
}

/** Rules by detector, in the detectors' order; those of no known detector come last. */
export function rulesOf(profiles: readonly RuleProfile[], detectors: readonly DetectorInfo[]): Rule[] {
  const raises = (detector: DetectorInfo, profile: RuleProfile) =>
    detector.anomaly_types.some(({ anomaly_type }) => anomaly_type === profile.anomaly_type)
  const known = detectors.flatMap((detector) =>
    profiles.filter((profile) => raises(detector, profile)).map((profile) => ({ profile, detector })),
  )
  const orphans = profiles.filter((profile) => !known.some((rule) => rule.profile === profile))
  return [...known, ...orphans.map((profile) => ({ profile, detector: undefined }))]
}

/** Whether every word is somewhere in the rule: its name, texts, technique, category or detector. */
export function matchesRule({ profile, detector }: Rule, text: string): boolean {
  const techniques = profile.techniques.map(({ id, name }) => `${id} ${name}`)
  const all = [
    profile.anomaly_type,
    profile.title,
    profile.description,
    profile.category,
    profile.severity,
    detector?.title,
    detector?.family,
    ...techniques,
  ]
  const haystack = all.join(' ').toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word))
}
