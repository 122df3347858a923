import { fieldsOf, isSameValue, withFields } from '../model/profile-diff.ts'
import type { PackChange, PackConflict, ProfilePack, RuleProfile } from '../model/rule-profile.ts'
import { profileOf } from './profiles.ts'

export interface PackMerge {
  /** The pack's version that was taken in last; none: this is the first. */
  base?: ProfilePack | undefined
  /** The package's own profiles: what a pack said before it ever was there. */
  defaults: ReadonlyMap<string, RuleProfile>
  /** The profiles in force. */
  mine: ReadonlyMap<string, RuleProfile>
  theirs: ProfilePack
  /** For conflicts, by anomaly type: whose fields hold. */
  choices?: Readonly<Record<string, 'mine' | 'theirs'>>
}

/** Three-way, type by type and field by field: what the analyst changed is never overwritten unless a choice says so. */
export function mergePack({ base, defaults, mine, theirs, choices = {} }: PackMerge): PackChange[] {
  const before = new Map((base?.profiles ?? []).map((profile) => [profile.anomaly_type, profile]))
  return theirs.profiles.flatMap((given): PackChange[] => {
    const { anomaly_type } = given
    if (anomaly_type === undefined) return []
    const held = mine.get(anomaly_type)
    if (held === undefined)
      return [{ kind: 'added', anomaly_type, profile: withFields(profileOf(defaults, anomaly_type), fieldsOf(given)) }]
    // A type that only a pack brought has a title and no parameters of its own all the same: that is nobody's edit.
    const { risk_score: _r, severity: _s, category: _c, ...blank } = profileOf(defaults, anomaly_type)
    const old = new Map([...fieldsOf(defaults.get(anomaly_type) ?? blank), ...fieldsOf(before.get(anomaly_type) ?? {})])
    return [mergeProfile(held, old, fieldsOf(given), Object.hasOwn(choices, anomaly_type) ? choices[anomaly_type] : undefined)]
  })
}

function mergeProfile(
  before: RuleProfile,
  base: ReadonlyMap<string, unknown>,
  theirs: ReadonlyMap<string, unknown>,
  choice: 'mine' | 'theirs' = 'mine',
): PackChange {
  const { anomaly_type } = before
  const mine = fieldsOf(before)
  const taken = new Map<string, unknown>()
  const conflicts: PackConflict[] = []
  // A field that the pack does not name is none of its business.
  for (const [field, value] of theirs) {
    const own = mine.get(field)
    const old = base.get(field)
    if (isSameValue(own, value) || isSameValue(old, value)) continue
    if (isSameValue(own, old)) taken.set(field, value)
    else conflicts.push({ field, base: old, mine: own, theirs: value })
  }
  if (choice === 'theirs') for (const { field, theirs: value } of conflicts) taken.set(field, value)
  const profile = withFields(before, taken)
  if (conflicts.length > 0) return { kind: 'conflict', anomaly_type, before, profile, fields: conflicts }
  if (taken.size === 0) return { kind: 'unchanged', anomaly_type }
  const isEdited = [...mine].some(([field, value]) => !isSameValue(base.get(field), value))
  return { kind: isEdited ? 'merged' : 'upgraded', anomaly_type, before, profile }
}
