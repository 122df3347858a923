import type { EventSearchAnswer } from '../../../app/contract/events.ts'
import type { SecurityEvent } from '../../../app/model/event.ts'
import type { EventQuery } from '../../../app/model/query.ts'
import { matchesEvent } from '../../query/event-match.ts'
import type { EventChanges } from '../../state/events.ts'

/** What the queue has loaded, and how many changed events wait to be let in. */
export interface EventList {
  events: readonly SecurityEvent[]
  total: number
  counts: EventSearchAnswer['counts'] | undefined
  next: string | undefined
  /** Events that would be in the list if it were asked for again. */
  waiting: ReadonlySet<string>
}

export const emptyList: EventList = { events: [], total: 0, counts: undefined, next: undefined, waiting: new Set() }

export function listOf(answer: EventSearchAnswer): EventList {
  return { events: answer.events, total: answer.total, counts: answer.counts, next: answer.next, waiting: new Set() }
}

export function withPage(list: EventList, answer: EventSearchAnswer): EventList {
  const known = new Set(list.events.map(({ id }) => id))
  return { ...list, events: [...list.events, ...answer.events.filter(({ id }) => !known.has(id))], total: answer.total, next: answer.next }
}

/**
 * The list after some events changed. Rows keep their places, so that nothing moves under the pointer: a changed row is
 * replaced where it stands, one that no longer belongs goes, and one that newly belongs waits.
 */
export function withChanges(list: EventList, changes: EventChanges, query: EventQuery): EventList {
  const changed = new Map([...changes.created, ...changes.updated].map((event) => [event.id, event]))
  if (changed.size === 0) return list
  const counts = list.counts && { ...list.counts }
  const events = list.events.flatMap((event) => {
    const next = changed.get(event.id)
    if (next === undefined) return [event]
    changed.delete(event.id)
    if (counts !== undefined) {
      counts[event.status] -= 1
      counts[next.status] += 1
    }
    return matchesEvent(next, query) ? [next] : []
  })
  const left = list.events.length - events.length
  const waiting = new Set(list.waiting)
  for (const [id, event] of changed) {
    if (matchesEvent(event, query)) waiting.add(id)
    else waiting.delete(id)
  }
  return { ...list, events, counts, total: Math.max(events.length, list.total - left), waiting }
}
