import type Database from 'better-sqlite3'
import type { SecurityEvent } from '../model/event.ts'
import type { ActivityStore } from './activity-store.ts'
import { canonicalJson } from './canonical-json.ts'
import type { EventStore } from './event-store.ts'
import type { Actor, Grade, GradeChange, Redecided } from './store.ts'

interface DecidedAs {
  severity: SecurityEvent['severity']
  risk_score: number
  category: SecurityEvent['category']
  action_taken: SecurityEvent['decision']['action_taken']
  events: number
}

/** Decides the open events of a type anew: all in one transaction, told in one line. */
export class EventRedecider {
  private readonly database: Database.Database
  private readonly events: EventStore
  private readonly activity: ActivityStore

  constructor(database: Database.Database, events: EventStore, activity: ActivityStore) {
    this.database = database
    this.events = events
    this.activity = activity
  }

  redecide(anomaly_type: string, decideAnew: (event: SecurityEvent) => SecurityEvent, { who, at }: Actor): Redecided {
    return this.database.transaction(() => {
      const before: SecurityEvent[] = []
      const after: SecurityEvent[] = []
      for (const event of this.events.openOfType(anomaly_type)) {
        const decided = decideAnew(event)
        if (sameEvent(decided, event)) continue
        const changed = { ...decided, updated_at: at, revision: event.revision + 1 }
        this.events.update(changed)
        before.push(event)
        after.push(changed)
      }
      if (after.length > 0) {
        const line = { at, who, what: 'event.redecide', subject: `profile:${anomaly_type}` }
        this.activity.add({ ...line, before: tally(before), after: tally(after) })
      }
      return { events: after, grades: groupGrades(before, after) }
    })()
  }

  restore(grades: readonly GradeChange[], { who, at, subject }: Actor & { subject: string }): SecurityEvent[] {
    return this.database.transaction(() => {
      const [before, after]: [SecurityEvent[], SecurityEvent[]] = [[], []]
      for (const { id, from, to } of grades.flatMap(({ ids, before: to, after: from }) => ids.map((id) => ({ id, from, to })))) {
        const event = this.events.get(id)
        if (event === undefined || canonicalJson(gradeOf(event)) !== canonicalJson(from)) continue
        const graded = { ...event, ...to, decision: { ...event.decision, ...to.decision } }
        const changed = { ...graded, updated_at: at, revision: event.revision + 1 }
        this.events.update(changed)
        before.push(event)
        after.push(changed)
      }
      if (after.length > 0) this.activity.add({ at, who, what: 'event.undo', subject, before: tally(before), after: tally(after) })
      return after
    })()
  }
}

function gradeOf({ title, techniques, severity, risk_score, category, decision }: SecurityEvent): Grade {
  const { metadata: _m, user_message: _u, internal_message: _i, ...decided } = decision
  return { title, techniques, severity, risk_score, category, decision: decided }
}

/** A rule's events mostly go from the same grade to the same: what is kept for undo stays short. */
function groupGrades(before: readonly SecurityEvent[], after: readonly SecurityEvent[]): GradeChange[] {
  const groups = new Map<string, GradeChange>()
  for (const [index, event] of before.entries()) {
    const change = { before: gradeOf(event), after: gradeOf(after[index]!), ids: [] }
    const key = canonicalJson([change.before, change.after])
    const group = groups.get(key) ?? change
    group.ids.push(event.id)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** By what each field says; fields that were only passed on are the same object. */
function sameEvent(a: SecurityEvent, b: SecurityEvent): boolean {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof SecurityEvent>
  return [...fields].every((field) => a[field] === b[field] || canonicalJson(a[field] ?? null) === canonicalJson(b[field] ?? null))
}

/** How many were decided as what: a line that stays short for any number of events. */
function tally(events: readonly SecurityEvent[]): DecidedAs[] {
  const kinds = new Map<string, DecidedAs>()
  for (const { severity, risk_score, category, decision } of events) {
    const { action_taken } = decision
    const key = [severity, risk_score, category, action_taken].join(' ')
    const kind = kinds.get(key) ?? { severity, risk_score, category, action_taken, events: 0 }
    kind.events += 1
    kinds.set(key, kind)
  }
  return [...kinds.values()]
}
