import type Database from 'better-sqlite3'
import type { ConsoleStore } from './store.ts'

type Settled = Parameters<ConsoleStore['settleAlert']>[1]

/** Alerts on their way out. A row is written with the event it tells of, so that neither is there without the other. */
export class OutboxStore {
  private readonly database: Database.Database

  constructor(database: Database.Database) {
    this.database = database
  }

  enqueue({ event_id, channel, at }: { event_id: string; channel: string; at: number }): void {
    this.database.prepare('INSERT INTO alert (event_id, channel, at, next_at) VALUES (?, ?, ?, ?)').run(event_id, channel, at, at)
  }

  /** Due by `now`, the longest waiting first. */
  pending(now: number, limit: number): { id: number; event_id: string; channel: string; attempts: number }[] {
    return this.database
      .prepare("SELECT id, event_id, channel, attempts FROM alert WHERE state = 'pending' AND next_at <= ? ORDER BY next_at, id LIMIT ?")
      .all(now, limit) as { id: number; event_id: string; channel: string; attempts: number }[]
  }

  /** A failure with a time to try again stays pending; without one it is final. */
  settle(id: number, result: Settled): void {
    const state = result.kind === 'delivered' ? 'delivered' : result.retry_at === undefined ? 'failed' : 'pending'
    const next = result.kind === 'failed' ? (result.retry_at ?? result.at) : result.at
    const message = result.kind === 'failed' ? result.message : null
    this.database
      .prepare('UPDATE alert SET state = ?, attempts = attempts + 1, at = ?, next_at = ?, message = ? WHERE id = ?')
      .run(state, result.at, next, message, id)
  }

  of(event_id: string): { channel: string; at: number; state: string; attempts: number; message?: string }[] {
    const rows = this.database
      .prepare('SELECT channel, at, state, attempts, message FROM alert WHERE event_id = ? ORDER BY id')
      .all(event_id) as { channel: string; at: number; state: string; attempts: number; message: string | null }[]
    return rows.map(({ message, ...row }) => (message === null ? row : { ...row, message }))
  }
}
