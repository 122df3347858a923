import { randomUUID } from 'node:crypto'
import type Database from 'better-sqlite3'

/** Undo is for a slip just made; older ones are forgotten. */
const kept = 200

/** Ways back from what was just done. */
export class UndoStore<Changes> {
  private readonly database: Database.Database
  private readonly prefix: string

  /** `prefix`: of its tokens, so that one is never taken for the way back from something else. */
  constructor(database: Database.Database, prefix = '') {
    this.database = database
    this.prefix = prefix
  }

  remember(changes: Changes, at: number): string {
    const token = `${this.prefix}${randomUUID()}`
    this.database.prepare('INSERT INTO undo VALUES (?, ?, ?)').run(token, at, JSON.stringify(changes))
    this.database.prepare('DELETE FROM undo WHERE rowid <= (SELECT max(rowid) FROM undo) - ?').run(kept)
    return token
  }

  find(token: string): Changes | undefined {
    if (token.length !== this.prefix.length + uuidLength || !token.startsWith(this.prefix)) return undefined
    const text = this.database.prepare('SELECT changes FROM undo WHERE token = ?').pluck().get(token) as string | undefined
    return text === undefined ? undefined : (JSON.parse(text) as Changes)
  }

  forget(token: string): void {
    this.database.prepare('DELETE FROM undo WHERE token = ?').run(token)
  }
}

const uuidLength = 36
