import type Database from 'better-sqlite3'
import { statuses, type SecurityEvent, type Status } from '../model/event.ts'
import type { EventQuery } from '../model/query.ts'
import { narrowestIndex } from './event-index.ts'
import { compileEventQuery, readCursor, sortColumns, statusesOf } from './event-query.ts'
import { fromRow, leanEvent, type StoredEventRow } from './event-row.ts'
import type { EventPage } from './store.ts'

/** Holds everything that the queue filters and sorts by. */
const queueIndex = 'event INDEXED BY event_by_priority'

/** Events by query: a page at a time, counted, over time. */
export class EventSearch {
  private readonly database: Database.Database

  constructor(database: Database.Database) {
    this.database = database
  }

  search(query: EventQuery, { cursor, limit, lean = false }: { cursor?: string; limit: number; lean?: boolean }): EventPage {
    const { where, values } = compileEventQuery(query)
    const column = sortColumns[query.sort ?? 'priority']
    const after = cursor === undefined ? undefined : readCursor(cursor)
    const beyond = after === undefined ? '' : `AND (${column}, id) < (?, ?)`
    const from = narrowestIndex(this.database, query) ?? (column === 'last_seen' ? 'event INDEXED BY event_by_last_seen' : queueIndex)
    // The page is chosen on one index; whole rows are fetched for what is on it.
    const rows = this.database
      .prepare(
        `SELECT event.* FROM (SELECT rowid AS found FROM ${from} WHERE ${where} ${beyond} ORDER BY ${column} DESC, id DESC LIMIT ?)
         JOIN event ON event.rowid = found ORDER BY ${column} DESC, id DESC`,
      )
      .all(...values, ...(after === undefined ? [] : [after.value, after.id]), limit + 1) as StoredEventRow[]
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    const counts = this.count({ ...query, statuses: undefined, resolved: undefined })
    const total = statusesOf(query).reduce((sum, status) => sum + counts[status], 0)
    const events = page.map((row) => (lean ? leanEvent(fromRow(row)) : fromRow(row)))
    return { events, total, counts, ...(rows.length > limit && last !== undefined ? { next: `${last[column]}:${last.id}` } : {}) }
  }

  count(query: EventQuery): Record<Status, number> {
    const { where, values } = compileEventQuery(query)
    const rows = this.database
      .prepare(`SELECT status, count(*) AS count FROM ${this.countingIndex(query)} WHERE ${where} GROUP BY status`)
      .all(...values) as { status: Status; count: number }[]
    const counts = Object.fromEntries(statuses.map((status) => [status, 0])) as Record<Status, number>
    for (const { status, count } of rows) counts[status] = count
    return counts
  }

  /** By when they began, and by severity. */
  histogram(query: EventQuery, interval: number): { time: number; counts: Record<string, number> }[] {
    const { where, values } = compileEventQuery(query)
    const begin = Math.floor(query.from ?? 0)
    const from = narrowestIndex(this.database, query) ?? queueIndex
    const rows = this.database
      .prepare(
        `SELECT CAST(floor(max(first_seen, ?) / ?) AS INTEGER) AS bucket, severity, count(*) AS count FROM ${from}
         WHERE ${where} GROUP BY bucket, severity ORDER BY bucket`,
      )
      .all(begin, interval, ...values) as { bucket: number; severity: string; count: number }[]
    const buckets = new Map<number, Record<string, number>>()
    for (const { bucket, severity, count } of rows) {
      const counts = buckets.get(bucket) ?? {}
      counts[severity] = count
      buckets.set(bucket, counts)
    }
    return [...buckets].map(([bucket, counts]) => ({ time: bucket * interval, counts }))
  }

  /** Of the same type or the same entity, newest first. */
  similar(id: string, limit: number): SecurityEvent[] {
    const rows = this.database
      .prepare(
        `SELECT event.* FROM event WHERE id IN (
           SELECT id FROM (SELECT other.id FROM event JOIN event AS other ON other.anomaly_type = event.anomaly_type
             WHERE event.id = @id ORDER BY other.last_seen DESC LIMIT @limit + 1)
           UNION
           SELECT id FROM (SELECT other.id FROM event JOIN event AS other ON other.entity = event.entity
             WHERE event.id = @id ORDER BY other.last_seen DESC LIMIT @limit + 1))
         AND id <> @id ORDER BY last_seen DESC, id LIMIT @limit`,
      )
      .all({ id, limit }) as StoredEventRow[]
    return rows.map(fromRow)
  }

  private countingIndex(query: EventQuery): string {
    const asked = Object.entries(query).filter(([key, value]) => key !== 'sort' && value !== undefined)
    if (asked.every(([key]) => key === 'statuses' || key === 'resolved')) return 'event INDEXED BY event_by_status'
    return narrowestIndex(this.database, query) ?? queueIndex
  }
}
