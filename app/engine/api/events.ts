import { randomUUID } from 'node:crypto'
import type { ApiCaller, ApiEvent, ApiEventQuery, ApiResult, EventPatch } from '../../contract/api.ts'
import type { Engine } from '../../engine.ts'
import type { EventQuery } from '../../model/query.ts'
import type { SecurityEvent } from '../../model/event.ts'
import type { EventChange } from '../../store/store.ts'
import { viewEvent } from './event-view.ts'
import { done, failed, invalid, notFound } from './failures.ts'

export function searchEvents(engine: Engine, query: ApiEventQuery): ApiResult<{ events: ApiEvent[]; total: number; next: string | null }> {
  const { type, severity, category, status, cursor, limit, ...rest } = query
  const asked: EventQuery = {
    ...rest,
    ...(type !== undefined && { anomaly_types: [type] }),
    ...(severity !== undefined && { severities: [severity] }),
    ...(category !== undefined && { categories: [category] }),
    ...(status !== undefined && { statuses: [status] }),
    sort: 'last_seen',
  }
  // Taken for none, a cursor that is wrong would begin anew, and whoever pages on would never come to an end.
  if (cursor !== undefined && !/^\d+:./.test(cursor)) return invalid([{ field: 'cursor', message: 'is not one that `next` gave' }])
  const page = engine.console.searchEvents(asked, { cursor, limit })
  return done({ events: page.events.map((event) => show(engine, event)), total: page.total, next: page.next ?? null })
}

export function getEvent(engine: Engine, id: string): ApiResult<ApiEvent> {
  const event = engine.console.getEvent(id)
  return event === undefined ? notFound(`There is no event ${id}.`) : done(show(engine, event))
}

/** Resolves or reopens, with a note, all in one; asked again, it changes nothing. */
export function patchEvent(engine: Engine, id: string, patch: EventPatch, { name }: ApiCaller): ApiResult<ApiEvent> {
  const { resolved, verdict, notes } = patch
  if (resolved && verdict === undefined) return invalid([{ field: '/verdict', message: 'is required to resolve an event' }])
  if (!resolved && verdict !== undefined) return invalid([{ field: '/verdict', message: 'is given when an event is resolved' }])
  const { console } = engine
  const before = console.getEvent(id)
  if (before === undefined) return notFound(`There is no event ${id}.`)
  const actor = { who: `api:${name}`, at: Date.now() }
  const change = changeFor(before, patch, actor.at)
  const result = console.recordEvent(() => {
    const changed =
      change === undefined
        ? undefined
        : console.changeEvents([{ id, change }], { ...actor, what: resolved ? 'event.resolve' : 'event.reopen' })
    if ((changed === undefined || changed.kind === 'changed') && notes !== undefined && notes.trim() !== '')
      console.addNote({ id: randomUUID(), event_id: id, author: actor.who, at: actor.at, text: engine.masking.masker.text(notes) })
    return changed
  })
  if (result === undefined) return getEvent(engine, id)
  switch (result.kind) {
    case 'changed':
      engine.bus.push('events.changed', { created: [], updated: result.events })
      return getEvent(engine, id)
    case 'not_found':
      return notFound(`There is no event ${id}.`)
    case 'stale':
      return failed({ kind: 'conflict', message: `Event ${id} has changed meanwhile.` })
    case 'not_allowed':
      return failed({ kind: 'conflict', message: result.message })
  }
}

/** Nothing where it is so already. */
function changeFor(event: SecurityEvent, { resolved, verdict }: EventPatch, now: number): EventChange | undefined {
  if (!resolved) return event.status === 'resolved' ? { status: 'new', verdict: null, verdict_actor: null, resolved_at: null } : undefined
  if (event.status === 'resolved' && event.verdict === verdict) return undefined
  return { status: 'resolved', verdict, verdict_actor: 'automation', resolved_at: event.resolved_at ?? now }
}

function show(engine: Engine, event: SecurityEvent): ApiEvent {
  return viewEvent(event, engine.console.notes(event.id))
}
