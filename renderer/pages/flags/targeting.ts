import { flagTargetingSchema } from '../../../app/contract/flags.ts'
import { everyone, type FlagTargeting } from '../../../app/model/flag.ts'
import { formatMany } from '../../format.ts'

/** `some`: what is named, a share, or a share of what is named. */
export type Audience = 'everyone' | 'some' | 'staff'

/** Targeting as a person edits it: a name a line, the share as it was typed. */
export interface TargetingDraft {
  audience: Audience
  rollout: string
  entities: string
  tenants: string
  sources: string
  users: string
}
export type TargetingProblems = Partial<Record<keyof TargetingDraft, string>>

export function audienceOf({ staff_only, rollout, entities, tenants, sources }: FlagTargeting): Audience {
  if (staff_only) return 'staff'
  return rollout >= 100 && entities.length + tenants.length + sources.length === 0 ? 'everyone' : 'some'
}

export function draftOf(targeting: FlagTargeting): TargetingDraft {
  const { rollout, entities, tenants, sources, users } = targeting
  return {
    audience: audienceOf(targeting),
    rollout: String(rollout),
    entities: entities.join('\n'),
    tenants: tenants.join('\n'),
    sources: sources.join('\n'),
    users: users.join('\n'),
  }
}

export type TargetingReading = { kind: 'read'; targeting: FlagTargeting } | { kind: 'wrong'; problems: TargetingProblems }

/** What the draft comes to, or everything that is wrong with it. */
export function readDraft(draft: TargetingDraft): TargetingReading {
  if (draft.audience === 'everyone') return { kind: 'read', targeting: everyone }
  if (draft.audience === 'staff') return { kind: 'read', targeting: { ...everyone, staff_only: true } }
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(draft.rollout.trim()))
    return { kind: 'wrong', problems: { rollout: 'rollout must be a number from 0 to 100, with two decimals at most' } }
  const parsed = flagTargetingSchema.safeParse({
    rollout: Number(draft.rollout),
    staff_only: false,
    users: linesOf(draft.users),
    entities: linesOf(draft.entities),
    tenants: linesOf(draft.tenants),
    sources: linesOf(draft.sources),
  })
  if (parsed.success) return { kind: 'read', targeting: parsed.data }
  const problems: TargetingProblems = {}
  for (const { path, message } of parsed.error.issues) {
    const [field, line] = path
    const place = typeof line === 'number' ? `line ${line + 1}: ` : ''
    problems[field as keyof TargetingDraft] ??= `${String(field)} ${place}${message}`
  }
  return { kind: 'wrong', problems }
}

/** Whom a flag that is on holds for, in words. */
export function describeTargeting(targeting: FlagTargeting): string {
  const { staff_only, rollout, entities, tenants, sources, users } = targeting
  if (staff_only) return 'staff only'
  const named = [
    entities.length > 0 && nameOr(entities, 'entity', 'entities'),
    tenants.length > 0 && nameOr(tenants, 'tenant', 'tenants'),
    sources.length > 0 && nameOr(sources, 'source', 'sources'),
  ].filter(Boolean)
  const whom = named.length === 0 ? 'everyone' : named.join(', ')
  if (rollout >= 100) return whom
  const share = named.length === 0 ? `${rollout} %` : `${rollout} % of ${whom}`
  return users.length === 0 ? share : `${share}, and ${formatMany(users.length, 'user')} always`
}

function nameOr(names: readonly string[], one: string, many: string): string {
  return names.length === 1 ? `${one} ${names[0]}` : `${names.length} ${many}`
}

/** One name a line; a name may hold spaces and commas. */
function linesOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '')
}
