import type { PackAnswer } from '../../../app/contract/requests.ts'
import type { PackChange } from '../../../app/model/rule-profile.ts'

/** Whose fields hold, for each type in conflict; mine where nothing is chosen. */
export type PackChoices = Readonly<Record<string, 'mine' | 'theirs'>>

/** How many profiles the pack would change. A conflict whose own edits stay still takes over the pack's other fields. */
export function changing({ changes }: Pick<PackAnswer, 'changes'>, choices: PackChoices): number {
  return changes.filter((change) => {
    if (change.kind === 'unchanged') return false
    if (change.kind !== 'conflict' || choices[change.anomaly_type] === 'theirs') return true
    const disputed = new Set(change.fields.map(({ field }) => field))
    return differingFields(change).some((field) => !disputed.has(field))
  }).length
}

function differingFields({ before, profile }: Extract<PackChange, { kind: 'conflict' }>): string[] {
  const flat = ({ parameters, ...rest }: typeof profile): Record<string, unknown> => ({
    ...rest,
    ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`parameters.${name}`, value])),
  })
  const [old, young] = [flat(before), flat(profile)]
  return Object.keys({ ...old, ...young }).filter((key) => JSON.stringify(old[key]) !== JSON.stringify(young[key]))
}
