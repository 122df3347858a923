import type { ProfileDetail } from '../../../app/contract/profiles.ts'
import { diffProfiles } from '../../../app/model/profile-diff.ts'
import type { ProfileRevision, RuleProfile } from '../../../app/model/rule-profile.ts'
import type { Difference } from '../../difference.ts'

/** A state the profile had: a saved revision, or (0) what the package says. */
export interface ProfileState {
  revision: number
  profile: RuleProfile
  /** Unset for the package's. */
  saved: ProfileRevision | undefined
}

/** Every state there was, newest first; the package's is the last. */
export function statesOf({ revisions, defaults }: Pick<ProfileDetail, 'revisions' | 'defaults'>): ProfileState[] {
  return [
    ...revisions.map((saved) => ({ revision: saved.revision, profile: saved.profile, saved })),
    { revision: 0, profile: defaults, saved: undefined },
  ]
}

export function nameOf(revision: number): string {
  return revision === 0 ? 'Package’s profile' : `Revision ${revision}`
}

/** What differs between two profiles, as a table shows it. */
export function differencesOf(before: RuleProfile | undefined, after: RuleProfile | undefined): Difference[] {
  if (before === undefined || after === undefined) return []
  return diffProfiles(before, after).map(({ field, before: old, after: young }) => ({
    path: field,
    before: write(old),
    after: write(young),
  }))
}

function write(value: unknown): string | undefined {
  if (value === undefined) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}
