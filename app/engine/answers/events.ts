import { randomUUID } from 'node:crypto'
import type { SecurityEvent, Verdict } from '../../model/event.ts'
import { viewRecord } from '../../model/record-view.ts'
import type { Changed } from '../../contract/events.ts'
import type { Engine } from '../../engine.ts'
import type { ChangeFailure, EventChange } from '../../store/store.ts'
import { RequestFailure, type HandlerContext, type Handlers } from '../handler.ts'

export const events: Handlers<'events'> = {
  'events.search': ({ query, ...options }, { engine }) => engine.console.searchEvents(query, options),
  'events.histogram': ({ query, interval }, { engine }) => ({ buckets: engine.console.eventHistogram(query, interval) }),
  'events.get': ({ id }, { engine }) => {
    const event = findEvent(engine, id)
    const profile = engine.profileOf(event.anomaly_type)
    return { event, notes: engine.console.notes(id), alerts: engine.console.alerts(id), profile }
  },
  'events.evidence': async ({ id }, { engine }) => {
    const { evidence } = findEvent(engine, id)
    const stored = await engine.reader.get(evidence)
    const found = new Set(stored.map(({ seq }) => seq))
    const kept = engine.console.keptEvidence(evidence.filter((seq) => !found.has(seq))).map(viewRecord)
    const records = [...stored, ...kept].sort((a, b) => a.seq - b.seq)
    return { records, missing: evidence.length - records.length }
  },
  'events.similar': ({ id, limit }, { engine }) => {
    findEvent(engine, id)
    return { events: engine.console.similarEvents(id, limit) }
  },
  'events.acknowledge': ({ ids }, context) => change(context, ids, { status: 'acknowledged' }, 'event.acknowledge'),
  'events.assign': ({ ids, owner }, context) => change(context, ids, { owner }, 'event.assign'),
  'events.start': ({ ids }, context) => change(context, ids, { status: 'in_progress', owner: context.who }, 'event.start'),
  'events.resolve': ({ ids, verdict, note }, context) => resolve(context, ids, verdict, note),
  'events.reopen': ({ ids }, context) =>
    change(context, ids, { status: 'new', verdict: null, verdict_actor: null, resolved_at: null }, 'event.reopen'),
  'events.note': ({ id, text }, { engine, who }) => {
    findEvent(engine, id)
    const note = { id: randomUUID(), event_id: id, author: who, at: Date.now(), text }
    engine.console.addNote(note)
    return { note }
  },
  'events.undo': ({ undo }, context) => {
    const { engine, who } = context
    const result = engine.console.undo(undo, { who, at: Date.now() })
    if (result.kind === 'not_found') throw new RequestFailure({ kind: 'not_found', message: 'There is nothing to undo.' })
    if (result.kind === 'stale')
      throw new RequestFailure({ kind: 'stale', message: 'An event has changed since; undo would lose that change.' })
    announce(engine, result.events)
    return { events: result.events, undo: '' }
  },
}

function findEvent(engine: Engine, id: string): SecurityEvent {
  const event = engine.console.getEvent(id)
  if (event === undefined) throw new RequestFailure({ kind: 'not_found', message: `There is no event ${id}.` })
  return event
}

function change({ engine, who }: HandlerContext, ids: readonly string[], eventChange: EventChange, what: string): Changed {
  const result = engine.console.changeEvents(
    ids.map((id) => ({ id, change: eventChange })),
    { who, at: Date.now(), what },
  )
  if (result.kind !== 'changed') throw new RequestFailure(describeFailure(result))
  announce(engine, result.events)
  return { events: result.events, undo: result.undo }
}

function resolve(context: HandlerContext, ids: readonly string[], verdict: Verdict, text: string | undefined): Changed {
  const at = Date.now()
  const changed = change(context, ids, { status: 'resolved', verdict, verdict_actor: 'analyst', resolved_at: at }, 'event.resolve')
  if (text !== undefined && text.trim() !== '') {
    for (const id of ids) context.engine.console.addNote({ id: randomUUID(), event_id: id, author: context.who, at, text })
  }
  return changed
}

function announce(engine: Engine, updated: SecurityEvent[]): void {
  engine.bus.push('events.changed', { created: [], updated })
}

function describeFailure(failure: ChangeFailure): ConstructorParameters<typeof RequestFailure>[0] {
  switch (failure.kind) {
    case 'not_found':
      return { kind: 'not_found', message: `There is no event ${failure.id}.` }
    case 'stale':
      return { kind: 'stale', message: `Event ${failure.id} has changed since you looked.` }
    case 'not_allowed':
      return { kind: 'not_allowed', message: failure.message }
  }
}
