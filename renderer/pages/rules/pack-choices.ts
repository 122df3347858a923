import type { PackAnswer } from '../../../app/contract/profiles.ts'
import { diffProfiles } from '../../../app/model/profile-diff.ts'

/** Whose fields hold, for each type in conflict; mine where nothing is chosen. */
export type PackChoices = Readonly<Record<string, 'mine' | 'theirs'>>

/** How many profiles the pack would change. A conflict whose own edits stay still takes over the pack's other fields. */
export function changing({ changes }: Pick<PackAnswer, 'changes'>, choices: PackChoices): number {
  return changes.filter((change) => {
    if (change.kind === 'unchanged') return false
    if (change.kind !== 'conflict' || choices[change.anomaly_type] === 'theirs') return true
    const disputed = new Set(change.fields.map(({ field }) => field))
    return diffProfiles(change.before, change.profile).some(({ field }) => !disputed.has(field))
  }).length
}
