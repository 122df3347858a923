import type Database from 'better-sqlite3'
import type { SecurityEvent } from '../model/event.ts'
import { eventColumns, fromRow, toRow, type StoredEventRow } from './event-row.ts'

/** What an event is about does not change; columns not mentioned leave their indexes alone. */
const fixedColumns: ReadonlySet<string> = new Set(['id', 'anomaly_type', 'detector', 'entity_kind', 'entity', 'created_at'])

/**
 * A running episode's explanation changes in its numbers with every observation: no reason to index it anew, which
 * costs as much as all the rest of the update.
 */
function sameWords(a: string, b: string): boolean {
  return a === b || a.replace(/\d+/g, '0') === b.replace(/\d+/g, '0')
}

/** The number of this change, the greatest yet; one that is rolled back gives it back. */
const nextChange = '(SELECT coalesce(max(change), 0) + 1 FROM event)'

/** Events: kept, and found one at a time. Searches are in `event-search.ts`, changes by hand in `event-change.ts`. */
export class EventStore {
  private readonly database: Database.Database
  private readonly insertEvent: Database.Statement
  private readonly updateEvent: Database.Statement
  private readonly changed: Database.Statement
  private readonly addEpisode: Database.Statement
  private readonly addNewEpisode: Database.Statement
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
    this.insertEvent = database.prepare(`INSERT INTO event (${eventColumns.join(', ')}, change) VALUES (${names}, ${nextChange})`)
    this.updateEvent = database.prepare(`UPDATE event SET ${changes.join(', ')}, change = ${nextChange} WHERE id = @id`)
    this.changed = database.prepare('SELECT * FROM event WHERE change > ? ORDER BY change LIMIT ?')
    this.addEpisode = database.prepare(
      'INSERT INTO episode VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET event_id = excluded.event_id WHERE event_id <> excluded.event_id',
    )
    this.addNewEpisode = database.prepare('INSERT OR IGNORE INTO episode VALUES (?, ?, ?, ?)')
    this.addText = database.prepare('INSERT INTO event_search (rowid, title, entity, explanation) VALUES (?, ?, ?, ?)')
    this.removeText = database.prepare('DELETE FROM event_search WHERE rowid = ?')
    this.textOf = database.prepare('SELECT rowid, title, explanation FROM event WHERE id = ?')
    this.byId = database.prepare('SELECT * FROM event WHERE id = ?')
    this.byEpisode = database.prepare(
      'SELECT event.* FROM episode JOIN event ON event.id = event_id WHERE episode.anomaly_type = ? AND episode.entity = ? AND episode.episode = ?',
    )
    this.openOf = database.prepare(
      "SELECT * FROM event INDEXED BY event_is_open WHERE anomaly_type = ? AND entity = ? AND status <> 'resolved' ORDER BY rowid DESC LIMIT 1",
    )
  }

  insert(event: SecurityEvent): void {
    const { lastInsertRowid } = this.insertEvent.run(toRow(event))
    this.addText.run(lastInsertRowid, event.title, event.entity.value, event.explanation)
    this.noteEpisode(this.addEpisode, event)
  }

  update(event: SecurityEvent): void {
    const held = this.textOf.get(event.id) as { rowid: number; title: string; explanation: string } | undefined
    if (held === undefined) return
    this.updateEvent.run(toRow(event))
    if (!sameWords(held.title, event.title) || !sameWords(held.explanation, event.explanation)) {
      this.removeText.run(held.rowid)
      this.addText.run(held.rowid, event.title, event.entity.value, event.explanation)
    }
    // An analyst's word about an older event of an episode does not make it the newest.
    this.noteEpisode(this.addNewEpisode, event)
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

  /** Not resolved, of one anomaly type, in the order they were made. */
  openOfType(anomaly_type: string): SecurityEvent[] {
    const rows = this.database
      .prepare("SELECT * FROM event WHERE anomaly_type = ? AND status <> 'resolved' ORDER BY rowid")
      .all(anomaly_type) as StoredEventRow[]
    return rows.map(fromRow)
  }

  lastChange(): number {
    return this.database.prepare('SELECT coalesce(max(change), 0) FROM event').pluck().get() as number
  }

  changesAfter(change: number, limit: number): { change: number; event: SecurityEvent }[] {
    const rows = this.changed.all(change, limit) as StoredEventRow[]
    return rows.map((row) => ({ change: row.change, event: fromRow(row) }))
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

  private noteEpisode(statement: Database.Statement, { anomaly_type, entity, episode, id }: SecurityEvent): void {
    statement.run(anomaly_type, entity.value, episode, id)
  }
}

function read(row: unknown): SecurityEvent | undefined {
  return row === undefined ? undefined : fromRow(row as StoredEventRow)
}
