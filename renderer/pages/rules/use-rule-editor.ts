import type { DetectorInfo, ProfileDetail } from '../../../app/contract/profiles.ts'
import { draftOf, problemsOf, profileOf, sameDraft, type ProfileDraft, type ProfileProblems } from './profile-draft.ts'
import { forgetEdit, keepEdit, useRuleEdits } from './rule-edits.ts'

export interface RuleEditor {
  draft: ProfileDraft
  /** The draft as a profile, for a preview or a save. */
  profile: Record<string, unknown>
  problems: ProfileProblems
  changed: boolean
  why: string
  /** The revision it was edited from. */
  revision: number
  /** Someone saved another revision since. */
  overtaken: boolean
  change: (part: Partial<ProfileDraft>) => void
  setParameter: (name: string, text: string) => void
  setWhy: (why: string) => void
  /** Keeps the changes and counts them from the newest revision. */
  rebase: () => void
  discard: () => void
}

export function newestRevision({ revisions }: ProfileDetail): number {
  return revisions[0]?.revision ?? 0
}

/** The fields of one rule as they stand, changed or not. */
export function useRuleEditor(detail: ProfileDetail, detector: DetectorInfo | undefined): RuleEditor {
  const { anomaly_type } = detail.profile
  const parameters = detector?.parameters ?? []
  const newest = newestRevision(detail)
  const inForce = draftOf(detail.profile, parameters)
  const edit = useRuleEdits(({ edits }) => edits[anomaly_type]) ?? { draft: inForce, revision: newest, why: '' }
  const keep = (part: Partial<typeof edit>) => keepEdit(anomaly_type, { ...edit, ...part })
  const changed = !sameDraft(edit.draft, inForce)
  return {
    draft: edit.draft,
    profile: profileOf(edit.draft, detail.profile),
    problems: problemsOf(edit.draft, detail.profile, parameters),
    changed,
    why: edit.why,
    revision: edit.revision,
    overtaken: edit.revision !== newest && changed,
    change: (part) => keep({ draft: { ...edit.draft, ...part } }),
    setParameter: (name, text) => keep({ draft: { ...edit.draft, parameters: { ...edit.draft.parameters, [name]: text } } }),
    setWhy: (why) => keep({ why }),
    rebase: () => keep({ revision: newest }),
    discard: () => forgetEdit(anomaly_type),
  }
}
