import type { Activity, Status, Verdict } from '../../../app/model/event.ts'
import { statusLabels, verdictLabels } from '../../components/status-badge.tsx'
import { formatName } from '../../format.ts'

/** A line of the activity log about an event, in words: `status New → Resolved, verdict none → Test`. */
export function describeChange({ what, before, after }: Pick<Activity, 'what' | 'before' | 'after'>): string {
  const action = formatName(what.replace(/^event[s]?\./, '').replaceAll('.', ' ')).toLowerCase()
  const [old, new_] = [objectOf(before), objectOf(after)]
  const parts = watched.flatMap(({ key, title, say }) => {
    if (!(key in old) && !(key in new_)) return []
    const [from, to] = [say(old[key]), say(new_[key])]
    return from === to ? [] : [`${title} ${from} → ${to}`]
  })
  return parts.length === 0 ? action : `${action}: ${parts.join(', ')}`
}

const none = 'none'
const watched = [
  { key: 'status', title: 'status', say: (value: unknown) => statusLabels[value as Status] ?? none },
  { key: 'verdict', title: 'verdict', say: (value: unknown) => verdictLabels[value as Verdict] ?? none },
  { key: 'owner', title: 'owner', say: (value: unknown) => (typeof value === 'string' ? value : none) },
] as const

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
