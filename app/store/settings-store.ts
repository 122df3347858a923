import type Database from 'better-sqlite3'

/** What the console remembers of itself, by key. */
export class SettingsStore {
  private readonly database: Database.Database

  constructor(database: Database.Database) {
    this.database = database
  }

  setting(key: string): unknown {
    const value = this.database.prepare('SELECT value FROM setting WHERE key = ?').pluck().get(key) as string | undefined
    return value === undefined ? undefined : JSON.parse(value)
  }

  setSetting(key: string, value: unknown): void {
    if (value === undefined) this.database.prepare('DELETE FROM setting WHERE key = ?').run(key)
    else this.database.prepare('INSERT OR REPLACE INTO setting VALUES (?, ?)').run(key, JSON.stringify(value))
  }
}
