import type { ProfileDetail } from '../../../app/contract/requests.ts'
import type { ProfileRevision, RuleProfile } from '../../../app/model/rule-profile.ts'

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

/** The state, and the one it took the place of. */
export function stateAndFormer(states: readonly ProfileState[], revision: number): [ProfileState | undefined, ProfileState | undefined] {
  const at = states.findIndex((state) => state.revision === revision)
  return [states[at], at === -1 ? undefined : states[at + 1]]
}
