import { ruleProfileSchema, type RuleProfile } from '../model/rule-profile.ts'
import type { DetectorDeclaration } from './declarations.ts'

export type ProfileReading = { kind: 'valid'; profile: RuleProfile } | { kind: 'invalid'; problems: { field: string; message: string }[] }

/** The profile of a type that nobody declared: low enough that nothing alerts by accident. */
export const fallbackProfile = { risk_score: 30, severity: 'medium', category: 'request' } as const

/** All problems at once, each with the field it is about. */
export function readProfile(value: unknown): ProfileReading {
  const result = ruleProfileSchema.safeParse(value)
  if (result.success) return { kind: 'valid', profile: result.data }
  return { kind: 'invalid', problems: result.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })) }
}

/** The package's profiles as the detectors declare them, by anomaly type. */
export function defaultProfiles(detectors: readonly DetectorDeclaration[]): Map<string, RuleProfile> {
  const profiles = new Map<string, RuleProfile>()
  for (const detector of detectors) {
    const parameters = Object.fromEntries(detector.parameters.map(({ name, default: value }) => [name, value]))
    for (const definition of detector.anomaly_types) {
      profiles.set(definition.anomaly_type, { ...definition, techniques: [...definition.techniques], parameters })
    }
  }
  return profiles
}

/**
 * The defaults with the analyst's profiles over them. A profile that is not valid (written by a newer version, say) leaves
 * the default in force; a parameter that a saved profile does not have yet takes its default.
 */
export function mergeProfiles(detectors: readonly DetectorDeclaration[], overrides: readonly unknown[]): ReadonlyMap<string, RuleProfile> {
  const profiles = defaultProfiles(detectors)
  for (const override of overrides) {
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
