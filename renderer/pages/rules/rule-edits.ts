import { create } from 'zustand'
import type { ProfileDraft } from './profile-draft.ts'

/** What was changed of a rule and not saved yet. It outlives the panel: a look at another rule loses nothing. */
export interface RuleEdit {
  draft: ProfileDraft
  /** The revision it began from. */
  revision: number
  why: string
}

export const useRuleEdits = create<{ edits: Readonly<Record<string, RuleEdit>> }>(() => ({ edits: {} }))

export function keepEdit(anomaly_type: string, edit: RuleEdit): void {
  useRuleEdits.setState(({ edits }) => ({ edits: { ...edits, [anomaly_type]: edit } }))
}

export function forgetEdit(anomaly_type: string): void {
  useRuleEdits.setState(({ edits: { [anomaly_type]: _, ...others } }) => ({ edits: others }))
}
