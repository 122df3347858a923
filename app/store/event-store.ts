import type Database from 'better-sqlite3'
import type { SecurityEvent, Status } from '../model/event.ts'
import { statuses } from '../model/event.ts'
import type { EventQuery } from '../model/query.ts'
import { compileEventQuery, readCursor, sortColumns } from './event-query.ts'
import { eventColumns, fromRow, toRow, type EventRow } from './event-row.ts'
import type { EventPage } from './store.ts'

/** What an event is about does not change; columns not mentioned leave their indexes alone. */
const fixedColumns: ReadonlySet<string> = new Set(['id', 'anomaly_type', 'detector', 'entity_kind', 'entity', 'created_at'])

/**
 * A running episode's explanation changes in its numbers with every observation: no reason to index it anew, which
 * costs as much as all the rest of the update.
 */
function sameWords(a: string, b: string): boolean {
  return a === b || a.replace(/\d+/g, '0') === b.replace(/\d+/g, '0')
}

/** Events: kept, found, counted. Changing them by hand is in `event-change.ts`. */
export class EventStore {
  private readonly database: Database.Database
  private readonly insertEvent: Database.Statement
  private readonly updateEvent: Database.Statement
  private readonly addEpisode: Database.Statement
  private readonly byId: Database.Statement
  private readonly byEpisode: Database.Statement
  private readonly openOf: Database.Statement
  private readonly addText: Database.Statement
  private readonly removeText: Database.Statement
  private readonly textOf: Database.Statement

  constructor(database: Database.Database) {
    this.database = database
    const names = eventColumns.map((column) => `@${column}`).join(', ')
    const changes = eventColumns.filter((column) => !fixedColumns.has(column)).map((column) => `${column} = @${column}`)
    this.insertEvent = database.prepare(`INSERT INTO event (${eventColumns.join(', ')}) VALUES (${names})`)
    this.updateEvent = database.prepare(`UPDATE event SET ${changes.join(', ')} WHERE id = @id`)
    this.addEpisode = database.prepare(
      'INSERT INTO episode VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET event_id = excluded.event_id WHERE event_id <> excluded.event_id',
    )
    this.addText = database.prepare('INSERT INTO event_search (rowid, title, entity, explanation) VALUES (?, ?, ?, ?)')
    this.removeText = database.prepare('DELETE FROM event_search WHERE rowid = ?')
    this.textOf = database.prepare('SELECT rowid, title, explanation FROM event WHERE id = ?')
    this.byId = database.prepare('SELECT * FROM event WHERE id = ?')
    this.byEpisode = database.prepare(
      'SELECT event.* FROM episode JOIN event ON event.id = event_id WHERE episode.anomaly_type = ? AND episode.entity = ? AND episode.episode = ?',
    )
    this.openOf = database.prepare(
      "SELECT * FROM event WHERE anomaly_type = ? AND entity = ? AND status <> 'resolved' ORDER BY rowid DESC LIMIT 1",
    )
  }

  insert(event: SecurityEvent): void {
    const { lastInsertRowid } = this.insertEvent.run(toRow(event))
    this.addText.run(lastInsertRowid, event.title, event.entity.value, event.explanation)
    this.noteEpisode(event)
  }

  update(event: SecurityEvent): void {
    const held = this.textOf.get(event.id) as { rowid: number; title: string; explanation: string } | undefined
    if (held === undefined) return
    this.updateEvent.run(toRow(event))
    if (!sameWords(held.title, event.title) || !sameWords(held.explanation, event.explanation)) {
      this.removeText.run(held.rowid)
      this.addText.run(held.rowid, event.title, event.entity.value, event.explanation)
    }
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
    // The page is chosen on one index, which holds all that is filtered and sorted by; whole rows are fetched for
    // what is on it. SQLite, left to itself, picks the index on status and sorts a third of the table.
    const rows = this.database
      .prepare(
        `SELECT event.* FROM (SELECT rowid AS found FROM event ${indexFor(query, column)} WHERE ${where} ${beyond} ORDER BY ${column} DESC, id DESC LIMIT ?)
         JOIN event ON event.rowid = found ORDER BY ${column} DESC, id DESC`,
      )
      .all(...values, ...(after === undefined ? [] : [after.value, after.id]), limit + 1) as EventRow[]
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    const events = page.map(fromRow)
    const total = Object.values(this.count(query)).reduce((sum, count) => sum + count, 0)
    return rows.length > limit && last !== undefined ? { events, total, next: `${last[column]}:${last.id}` } : { events, total }
  }

  count(query: EventQuery): Record<Status, number> {
    const { where, values } = compileEventQuery(query)
    const rows = this.database
      .prepare(`SELECT status, count(*) AS count FROM event ${indexFor(query, undefined)} WHERE ${where} GROUP BY status`)
      .all(...values) as {
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
             WHERE event.id = @id ORDER BY other.rowid DESC LIMIT @limit + 1)
           UNION
           SELECT id FROM (SELECT other.id FROM event JOIN event AS other ON other.entity = event.entity
             WHERE event.id = @id ORDER BY other.rowid DESC LIMIT @limit + 1))
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

/** `column`: what the page is sorted by; none for a count. */
function indexFor(query: EventQuery, column: string | undefined): string {
  if (query.entity !== undefined || query.text !== undefined) return ''
  if (column === 'last_seen') return 'INDEXED BY event_by_last_seen'
  const { statuses: _statuses, sort: _sort, ...others } = query
  const byStatusAlone = Object.values(others).every((value) => value === undefined)
  return column === undefined && byStatusAlone ? 'INDEXED BY event_by_status' : 'INDEXED BY event_by_priority'
}

function read(row: unknown): SecurityEvent | undefined {
  return row === undefined ? undefined : fromRow(row as EventRow)
}
