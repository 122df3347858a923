import type Database from 'better-sqlite3'
import type { SecurityEvent } from '../model/event.ts'
import type { ActivityStore } from './activity-store.ts'
import type { EventStore } from './event-store.ts'
import type { ChangeFailure, EventChange } from './store.ts'
import { UndoStore } from './undo-store.ts'

/** What an analyst sets: the part of an event that a change writes to the activity log and that undo gives back. */
type Triage = Pick<SecurityEvent, 'status' | 'verdict' | 'verdict_actor' | 'owner' | 'resolved_at'>
const triageFields = ['status', 'verdict', 'verdict_actor', 'owner', 'resolved_at'] as const

interface UndoEntry {
  id: string
  before: Triage
  after: Triage
}

type Refused = { kind: 'not_allowed'; id: string; message: string }

/** How far an open event has come; it goes forward only, and back through being reopened. */
const progress = { new: 0, acknowledged: 1, in_progress: 2, resolved: 3 } as const

/** The change worked out on one event: new → acknowledged → in progress → resolved, and reopened from there. */
export function applyChange(event: SecurityEvent, change: EventChange, at: number): Triage | Refused {
  const status = change.status ?? event.status
  const refuse = (message: string): Refused => ({ kind: 'not_allowed', id: event.id, message })
  if (event.status !== 'resolved' && progress[status] < progress[event.status]) {
    return refuse(`An event that is ${event.status.replace('_', ' ')} does not go back to ${status.replace('_', ' ')}.`)
  }
  const owner = pick(change.owner, event.owner)
  if (status !== 'resolved') {
    if (change.verdict) return refuse('A verdict is given when an event is resolved.')
    return { status, owner, verdict: undefined, verdict_actor: undefined, resolved_at: undefined }
  }
  const verdict = pick(change.verdict, event.verdict)
  if (verdict === undefined) return refuse('Resolving needs a verdict.')
  return {
    status,
    owner,
    verdict,
    verdict_actor: pick(change.verdict_actor, event.verdict_actor) ?? 'analyst',
    resolved_at: pick(change.resolved_at, event.resolved_at) ?? at,
  }
}

/** Changes by hand, with their line in the activity log and the way back, all in one transaction. */
export class EventChanger {
  private readonly database: Database.Database
  private readonly events: EventStore
  private readonly activity: ActivityStore
  private readonly undos: UndoStore<UndoEntry[]>

  constructor(database: Database.Database, events: EventStore, activity: ActivityStore) {
    this.database = database
    this.undos = new UndoStore(database)
    this.events = events
    this.activity = activity
  }

  change(
    changes: readonly { id: string; revision?: number; change: EventChange }[],
    context: { who: string; at: number; what: string },
  ): { kind: 'changed'; events: SecurityEvent[]; undo: string } | ChangeFailure {
    const planned: { event: SecurityEvent; after: Triage }[] = []
    // The last word on an event that is named twice.
    for (const { id, revision, change } of new Map(changes.map((one) => [one.id, one])).values()) {
      const event = this.events.get(id)
      if (event === undefined) return { kind: 'not_found', id }
      if (revision !== undefined && revision !== event.revision) return { kind: 'stale', id, revision: event.revision }
      const after = applyChange(event, change, context.at)
      if ('kind' in after) return after
      planned.push({ event, after })
    }
    return this.database.transaction(() => {
      const undo: UndoEntry[] = []
      const events = planned.map(({ event, after }) => {
        const before = triageOf(event)
        if (same(before, after)) return event
        undo.push({ id: event.id, before, after })
        return this.write(event, after, context)
      })
      return { kind: 'changed' as const, events, undo: this.undos.remember(undo, context.at) }
    })()
  }

  undo(
    token: string,
    context: { who: string; at: number },
  ): { kind: 'undone'; events: SecurityEvent[] } | { kind: 'not_found' } | { kind: 'stale'; id: string } {
    const entries = this.undos.find(token)
    if (entries === undefined) return { kind: 'not_found' }
    const planned: { event: SecurityEvent; before: Triage }[] = []
    for (const { id, before, after } of entries) {
      const event = this.events.get(id)
      // What a detector adds meanwhile is no obstacle: only what an analyst sets is given back.
      if (event === undefined || !same(triageOf(event), after)) return { kind: 'stale', id }
      planned.push({ event, before })
    }
    return this.database.transaction(() => {
      this.undos.forget(token)
      const events = planned.map(({ event, before }) => this.write(event, before, { ...context, what: 'event.undo' }))
      return { kind: 'undone' as const, events }
    })()
  }

  private write(event: SecurityEvent, triage: Triage, { who, at, what }: { who: string; at: number; what: string }): SecurityEvent {
    const { verdict: _v, verdict_actor: _a, owner: _o, resolved_at: _r, ...rest } = event
    const changed = { ...rest, ...defined(triage), updated_at: at, revision: event.revision + 1 } as SecurityEvent
    this.events.update(changed)
    this.activity.add({ at, who, what, subject: `event:${event.id}`, before: triageOf(event), after: defined(triage) })
    return changed
  }
}

/** `null` takes a value away, `undefined` leaves it. */
function pick<Value>(change: Value | null | undefined, held: Value | undefined): Value | undefined {
  return change === undefined ? held : (change ?? undefined)
}

function triageOf(event: SecurityEvent): Triage {
  return defined({ ...Object.fromEntries(triageFields.map((field) => [field, event[field]])), status: event.status })
}

function defined<Values extends object>(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values
}

function same(a: Triage, b: Triage): boolean {
  return triageFields.every((field) => a[field] === b[field])
}
