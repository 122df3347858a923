import type Database from 'better-sqlite3'
import type { SecurityEvent, Status } from '../model/event.ts'
import { statuses } from '../model/event.ts'
import type { EventQuery } from '../model/query.ts'
import { compileEventQuery, readCursor, sortColumns } from './event-query.ts'
import { eventColumns, fromRow, toRow, type EventRow } from './event-row.ts'
import type { EventPage } from './store.ts'

/** Events: kept, found, counted. Changing them by hand is in `event-change.ts`. */
export class EventStore {
  private readonly database: Database.Database
  private readonly insertEvent: Database.Statement
  private readonly updateEvent: Database.Statement
  private readonly addEpisode: Database.Statement
  private readonly byId: Database.Statement
  private readonly byEpisode: Database.Statement
  private readonly openOf: Database.Statement

  constructor(database: Database.Database) {
    this.database = database
    const names = eventColumns.map((column) => `@${column}`).join(', ')
    const changes = eventColumns.filter((column) => column !== 'id').map((column) => `${column} = @${column}`)
    this.insertEvent = database.prepare(`INSERT INTO event (${eventColumns.join(', ')}) VALUES (${names})`)
    this.updateEvent = database.prepare(`UPDATE event SET ${changes.join(', ')} WHERE id = @id`)
    this.addEpisode = database.prepare('INSERT OR REPLACE INTO episode VALUES (?, ?, ?, ?)')
    this.byId = database.prepare('SELECT * FROM event WHERE id = ?')
    this.byEpisode = database.prepare(
      'SELECT event.* FROM episode JOIN event ON event.id = event_id WHERE episode.anomaly_type = ? AND episode.entity = ? AND episode.episode = ?',
    )
    this.openOf = database.prepare(
      "SELECT * FROM event WHERE anomaly_type = ? AND entity = ? AND status <> 'resolved' ORDER BY last_seen DESC LIMIT 1",
    )
  }

  insert(event: SecurityEvent): void {
    this.insertEvent.run(toRow(event))
    this.noteEpisode(event)
  }

  update(event: SecurityEvent): void {
    this.updateEvent.run(toRow(event))
    this.noteEpisode(event)
  }

  get(id: string): SecurityEvent | undefined {
    return read(this.byId.get(id))
  }

  findEpisode(anomaly_type: string, entity: string, episode: string): SecurityEvent | undefined {
    return read(this.byEpisode.get(anomaly_type, entity, episode))
  }

  findOpen(anomaly_type: string, entity: string): SecurityEvent | undefined {
    return read(this.openOf.get(anomaly_type, entity))
  }

  search(query: EventQuery, { cursor, limit }: { cursor?: string; limit: number }): EventPage {
    const { where, values } = compileEventQuery(query)
    const column = sortColumns[query.sort ?? 'priority']
    const after = cursor === undefined ? undefined : readCursor(cursor)
    const beyond = after === undefined ? '' : `AND (${column}, id) < (?, ?)`
    // The page is chosen on the index alone; whole rows are fetched for what is on it.
    const rows = this.database
      .prepare(
        `SELECT event.* FROM (SELECT rowid AS found FROM event WHERE ${where} ${beyond} ORDER BY ${column} DESC, id DESC LIMIT ?)
         JOIN event ON event.rowid = found ORDER BY ${column} DESC, id DESC`,
      )
      .all(...values, ...(after === undefined ? [] : [after.value, after.id]), limit + 1) as EventRow[]
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    const events = page.map(fromRow)
    const total = this.database.prepare(`SELECT count(*) FROM event WHERE ${where}`).pluck().get(...values) as number
    return rows.length > limit && last !== undefined ? { events, total, next: `${last[column]}:${last.id}` } : { events, total }
  }

  count(query: EventQuery): Record<Status, number> {
    const { where, values } = compileEventQuery(query)
    const rows = this.database.prepare(`SELECT status, count(*) AS count FROM event WHERE ${where} GROUP BY status`).all(...values) as {
      status: Status
      count: number
    }[]
    const counts = Object.fromEntries(statuses.map((status) => [status, 0])) as Record<Status, number>
    for (const { status, count } of rows) counts[status] = count
    return counts
  }

  /** By when they began, and by severity. */
  histogram(query: EventQuery, interval: number): { time: number; counts: Record<string, number> }[] {
    const { where, values } = compileEventQuery(query)
    const begin = Math.floor(query.from ?? 0)
    const rows = this.database
      .prepare(
        `SELECT CAST(floor(max(first_seen, ?) / ?) AS INTEGER) AS bucket, severity, count(*) AS count FROM event
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
      .all({ id, limit }) as EventRow[]
    return rows.map(fromRow)
  }

  /** `seq` of all evidence between two, inclusive. */
  evidenceBetween(first: number, last: number): number[] {
    const details = this.database
      .prepare('SELECT detail FROM event WHERE evidence_first <= ? AND evidence_last >= ?')
      .pluck()
      .all(last, first) as string[]
    const seqs = new Set<number>()
    for (const detail of details) {
      for (const seq of (JSON.parse(detail) as Pick<SecurityEvent, 'evidence'>).evidence) if (seq >= first && seq <= last) seqs.add(seq)
    }
    return [...seqs].sort((a, b) => a - b)
  }

  private noteEpisode({ anomaly_type, entity, episode, id }: SecurityEvent): void {
    this.addEpisode.run(anomaly_type, entity.value, episode, id)
  }
}

function read(row: unknown): SecurityEvent | undefined {
  return row === undefined ? undefined : fromRow(row as EventRow)
}
