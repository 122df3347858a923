import { readProfile } from '../decide/profile-reading.ts'
import { diffProfiles } from '../model/profile-diff.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import type { ProfileSave } from '../store/store.ts'
import { detectorOf, siblingsOf, type ProfileBook } from './profile-book.ts'

export type DraftReading = { kind: 'valid'; profile: RuleProfile } | { kind: 'invalid'; issues: { path: string; message: string }[] }

/** A profile as a window or a pack hands it over, held to its detector's bounds. A parameter it leaves out stays as it is. */
export function readDraft(value: Readonly<Record<string, unknown>>, book: ProfileBook): DraftReading {
  const type = typeof value['anomaly_type'] === 'string' ? value['anomaly_type'] : ''
  const reading = readProfile(value, detectorOf(type)?.parameters ?? [])
  if (reading.kind === 'invalid')
    return {
      kind: 'invalid',
      issues: reading.problems.map(({ field, message }) => ({ path: field === '' ? 'profile' : `profile.${field}`, message })),
    }
  const { profile } = reading
  return { kind: 'valid', profile: { ...profile, parameters: { ...book.of(type).parameters, ...profile.parameters } } }
}

/**
 * What has to be saved so that these profiles hold: those that differ from what is in force, and their siblings where
 * the detector's parameters change. A revision holds the fields in which it differs from what the package and the
 * settings say; in all others it goes along with them.
 */
export function planSaves(profiles: readonly RuleProfile[], book: ProfileBook): ProfileSave[] {
  const wanted = new Map(profiles.map((profile) => [profile.anomaly_type, profile]))
  for (const { anomaly_type, parameters } of profiles) {
    const before = book.of(anomaly_type).parameters
    const changed = Object.entries(parameters).filter(([name, value]) => before[name] !== value)
    if (changed.length === 0) continue
    for (const type of [anomaly_type, ...siblingsOf(anomaly_type)]) {
      const profile = wanted.get(type) ?? book.of(type)
      wanted.set(type, { ...profile, parameters: { ...profile.parameters, ...Object.fromEntries(changed) } })
    }
  }
  return [...wanted.values()]
    .filter((profile) => diffProfiles(book.of(profile.anomaly_type), profile).length > 0)
    .map((profile) => ({
      profile,
      edited: diffProfiles(book.baseOf(profile.anomaly_type), profile).map(({ field }) => field),
      before: book.of(profile.anomaly_type),
    }))
}
