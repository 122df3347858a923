import type { SecurityEvent } from '../../app/model/event.ts'
import type { EventQuery } from '../../app/model/query.ts'
import type { Engine } from '../../app/engine.ts'

const pageSize = 1000

/** Every event that matches, page by page; `limit` ends it early. */
export function allEvents(console: Engine['console'], query: EventQuery = {}, limit = Number.POSITIVE_INFINITY): SecurityEvent[] {
  const events: SecurityEvent[] = []
  let cursor: string | undefined
  do {
    const page = console.searchEvents(query, { cursor, limit: Math.min(pageSize, limit - events.length) })
    events.push(...page.events)
    cursor = page.next
  } while (cursor !== undefined && events.length < limit)
  return events
}
