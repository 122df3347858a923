import type { Config } from '../model/config.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import { applicationTypes } from './application-types.ts'
import type { DetectorDeclaration } from './declarations.ts'
import { readProfile } from './profile-reading.ts'

/** The profile of a type that nobody declared: low enough that nothing alerts by accident. */
export const fallbackProfile = { risk_score: 30, severity: 'medium', category: 'request' } as const

/** What vedette.yml and the environment put over the package's defaults. */
export type ProfileSettings = Pick<Config, 'detectors' | 'rule_profiles'>

/** The package's profiles by anomaly type: the types for applications, and the detectors' as they declare them. */
export function defaultProfiles(detectors: readonly DetectorDeclaration[]): Map<string, RuleProfile> {
  const profiles = new Map<string, RuleProfile>()
  for (const { family: _, ...definition } of applicationTypes) {
    profiles.set(definition.anomaly_type, { ...definition, techniques: [...definition.techniques], parameters: {} })
  }
  for (const detector of detectors) {
    const parameters = Object.fromEntries(detector.parameters.map(({ name, default: value }) => [name, value]))
    for (const definition of detector.anomaly_types) {
      profiles.set(definition.anomaly_type, { ...definition, techniques: [...definition.techniques], parameters: { ...parameters } })
    }
  }
  return profiles
}

/** The defaults with what the settings say over them; a type that only the settings know is added. */
export function configureProfiles(detectors: readonly DetectorDeclaration[], settings: ProfileSettings): Map<string, RuleProfile> {
  const profiles = defaultProfiles(detectors)
  for (const detector of detectors) {
    for (const { anomaly_type } of detector.anomaly_types) {
      const profile = profileOf(profiles, anomaly_type)
      profiles.set(anomaly_type, { ...profile, parameters: { ...profile.parameters, ...settings.detectors[detector.name] } })
    }
  }
  for (const [anomalyType, core] of Object.entries(settings.rule_profiles)) {
    profiles.set(anomalyType, { ...profileOf(profiles, anomalyType), ...core })
  }
  return profiles
}

/**
 * The profiles in force: the package's, the settings' over them, the analyst's over both. A profile that is not valid (written
 * by a newer version, say) leaves what is below it in force; a parameter that a saved profile does not have yet is taken from there.
 */
export function mergeProfiles(
  detectors: readonly DetectorDeclaration[],
  saved: readonly unknown[],
  settings: ProfileSettings = { detectors: {}, rule_profiles: {} },
): ReadonlyMap<string, RuleProfile> {
  const profiles = configureProfiles(detectors, settings)
  for (const override of saved) {
    const reading = readProfile(override)
    if (reading.kind === 'invalid') continue
    const { profile } = reading
    const parameters = { ...profiles.get(profile.anomaly_type)?.parameters, ...profile.parameters }
    profiles.set(profile.anomaly_type, { ...profile, parameters })
  }
  return profiles
}

export function profileOf(profiles: ReadonlyMap<string, RuleProfile>, anomalyType: string): RuleProfile {
  return (
    profiles.get(anomalyType) ?? {
      anomaly_type: anomalyType,
      title: titleOf(anomalyType),
      description: '',
      ...fallbackProfile,
      techniques: [],
      parameters: {},
    }
  )
}

/** `path_probing` → `Path probing` */
function titleOf(anomalyType: string): string {
  const words = anomalyType.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
