import type { AnomalyTypeDefinition, ParameterDefinition, RuleProfile } from '../model/rule-profile.ts'

/** What an anomaly type that nobody has described is worth. */
export const fallbackProfile = { risk_score: 30, severity: 'medium', category: 'request' } as const

/** The part of a detector that profiles are made from. */
export interface ProfileSource {
  anomaly_types: readonly AnomalyTypeDefinition[]
  parameters: readonly ParameterDefinition[]
}

/** Package defaults of every anomaly type, with the analyst's own profiles over them. */
export function mergeProfiles(sources: readonly ProfileSource[], own: readonly RuleProfile[]): ReadonlyMap<string, RuleProfile> {
  const profiles = new Map<string, RuleProfile>()
  for (const { anomaly_types, parameters } of sources) {
    const defaults = Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.default]))
    for (const type of anomaly_types) profiles.set(type.anomaly_type, { ...type, techniques: [...type.techniques], parameters: defaults })
  }
  for (const profile of own) profiles.set(profile.anomaly_type, profile)
  return profiles
}

export function findProfile(profiles: ReadonlyMap<string, RuleProfile>, anomaly_type: string): RuleProfile {
  return (
    profiles.get(anomaly_type) ?? {
      anomaly_type,
      title: anomaly_type.replaceAll('_', ' '),
      description: 'There is no rule profile for this anomaly type; the fallback applies.',
      techniques: [],
      parameters: {},
      ...fallbackProfile,
    }
  )
}
