import { detectors } from '../detect/index.ts'
import { mergeProfiles } from '../decide/profiles.ts'
import type { DetectorInfo } from '../contract/requests.ts'
import { familyFlag } from '../decide/flags.ts'
import type { Config } from '../model/config.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import type { ConsoleStore } from '../store/store.ts'

/** Package defaults with the analyst's own profiles over them. */
export function readProfiles(console: ConsoleStore): ReadonlyMap<string, RuleProfile> {
  return mergeProfiles(detectors, console.profiles())
}

/** The profile with what vedette.yml sets for its detector: the parameters that are in force. */
export function withParameters(profile: RuleProfile, set: Config['detectors']): RuleProfile {
  const raises = (type: { anomaly_type: string }) => type.anomaly_type === profile.anomaly_type
  const detector = detectors.find(({ anomaly_types }) => anomaly_types.some(raises))
  return detector === undefined ? profile : { ...profile, parameters: { ...profile.parameters, ...set[detector.name] } }
}

export function describeDetectors(): DetectorInfo[] {
  return detectors.map((detector) => ({
    name: detector.name,
    family: detector.family,
    flag: familyFlag(detector.family),
    title: detector.title,
    description: detector.description,
    anomaly_types: [...detector.anomaly_types],
    parameters: [...detector.parameters],
  }))
}
