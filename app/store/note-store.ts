import type Database from 'better-sqlite3'
import type { Note } from '../model/event.ts'
import type { ActivityStore } from './activity-store.ts'

export class NoteStore {
  private readonly database: Database.Database
  private readonly activity: ActivityStore

  constructor(database: Database.Database, activity: ActivityStore) {
    this.database = database
    this.activity = activity
  }

  add({ id, event_id, author, at, text }: Note): void {
    this.database.transaction(() => {
      this.database.prepare('INSERT INTO note VALUES (?, ?, ?, ?, ?)').run(id, event_id, author, at, text)
      this.activity.add({ at, who: author, what: 'event.note', subject: `event:${event_id}`, before: null, after: { note: id, text } })
    })()
  }

  of(event_id: string): Note[] {
    return this.database.prepare('SELECT * FROM note WHERE event_id = ? ORDER BY at, rowid').all(event_id) as Note[]
  }
}
