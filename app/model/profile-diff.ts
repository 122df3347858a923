import type { RuleProfile } from './rule-profile.ts'

/** One field that two profiles do not share; `undefined` where a profile does not have it. */
export interface ProfileDifference {
  /** `risk_score`, or `parameters.failures` for a parameter. */
  field: string
  before: unknown
  after: unknown
}

/** What a person may set, in the order in which it is shown. */
const plainFields = ['risk_score', 'severity', 'category', 'title', 'description', 'techniques'] as const

/** What differs between two profiles, field by field: revisions, packs, drafts. The type itself is not compared. */
export function diffProfiles(before: RuleProfile, after: RuleProfile): ProfileDifference[] {
  return diffFields(fieldsOf(before), fieldsOf(after))
}

export function diffFields(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): ProfileDifference[] {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names]
    .map((field) => ({ field, before: before.get(field), after: after.get(field) }))
    .filter((difference) => !isSameValue(difference.before, difference.after))
}

/** A profile as fields, each parameter one of its own; what it does not have is left out. */
export function fieldsOf(profile: Partial<RuleProfile>): Map<string, unknown> {
  const fields = new Map<string, unknown>()
  for (const field of plainFields) if (profile[field] !== undefined) fields.set(field, profile[field])
  for (const [name, value] of Object.entries(profile.parameters ?? {})) fields.set(`parameters.${name}`, value)
  return fields
}

/** The profile with these fields over its own. */
export function withFields(profile: RuleProfile, fields: ReadonlyMap<string, unknown>): RuleProfile {
  const changed: Record<string, unknown> = { ...profile }
  const parameters: Record<string, unknown> = { ...profile.parameters }
  for (const [field, value] of fields) {
    if (field.startsWith('parameters.')) parameters[field.slice('parameters.'.length)] = value
    else changed[field] = value
  }
  return { ...changed, parameters } as RuleProfile
}

/** Fields are numbers, texts, or lists of techniques, whose keys may stand in any order. */
export function isSameValue(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  const keys = Object.keys(left)
  if (Array.isArray(left) !== Array.isArray(right) || keys.length !== Object.keys(right).length) return false
  return keys.every(
    (key) => Object.hasOwn(right, key) && isSameValue((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
  )
}
