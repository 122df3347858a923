import type Database from 'better-sqlite3'
import { places } from './event-query.ts'
import type { RuleCounts } from '../model/rule-figures.ts'
import type { EventOutline } from './store.ts'

const day = 86_400_000
const recentDays = 7

/** What became of the events of a rule: its scorecard, and what a changed profile is compared with. */
export class RuleHistory {
  private readonly database: Database.Database

  constructor(database: Database.Database) {
    this.database = database
  }

  counts(now: number): RuleCounts[] {
    const rows = this.database
      .prepare(
        `SELECT anomaly_type, sum(first_seen > ? AND first_seen <= ?) AS recent, sum(status <> 'resolved') AS open,
           sum(verdict = 'true_positive') AS true_positive, sum(verdict = 'benign') AS benign,
           sum(verdict IN ('false_positive_logic', 'false_positive_data')) AS false_positive, max(last_seen) AS last_fired
         FROM event INDEXED BY event_by_type GROUP BY anomaly_type`,
      )
      .all(now - recentDays * day, now) as (RuleCounts & { recent: number })[]
    return rows.map(({ recent, true_positive, benign, false_positive, ...row }) => ({
      ...row,
      events_per_day: recent / recentDays,
      // A sum over no verdict at all is NULL.
      true_positive: true_positive ?? 0,
      benign: benign ?? 0,
      false_positive: false_positive ?? 0,
    }))
  }

  outline(anomaly_types: readonly string[], { from, to }: { from: number; to: number }): EventOutline[] {
    const rows = this.database
      .prepare(
        `SELECT id, anomaly_type, detector, entity_kind, entity, episode, status, verdict, severity, risk_score, category, score, first_seen,
           last_seen, count, explanation
         FROM event WHERE anomaly_type IN (${places(anomaly_types)}) AND last_seen >= ? AND first_seen < ? ORDER BY first_seen, rowid`,
      )
      .all(...anomaly_types, from, to) as (Omit<EventOutline, 'entity' | 'verdict'> & OutlineColumns)[]
    return rows.map(({ entity_kind, entity, verdict, ...row }) => ({
      ...row,
      entity: { kind: entity_kind, value: entity },
      ...(verdict === null ? {} : { verdict }),
    }))
  }
}

interface OutlineColumns {
  entity_kind: EventOutline['entity']['kind']
  entity: string
  verdict: NonNullable<EventOutline['verdict']> | null
}
