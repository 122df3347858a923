import type Database from 'better-sqlite3'
import type { BlockEntry } from '../model/block-entry.ts'
import type { ActivityStore } from './activity-store.ts'
import type { Actor, BlockAdded } from './store.ts'

type BlockRow = Omit<BlockEntry, 'event_id'> & { event_id: string | null; ended_at: number | null; ended_how: string | null }
type End = 'removed' | 'expired' | 'undone'

const endings: Record<End, string> = { removed: 'block.remove', expired: 'block.expire', undone: 'block.undo' }

/** Who ends an entry whose time is over. */
const clock = 'vedette'

/** What firewalls may poll; one entry a value. What is over stays as a row. */
export class BlocklistStore {
  private readonly database: Database.Database
  private readonly activity: ActivityStore

  constructor(database: Database.Database, activity: ActivityStore) {
    this.database = database
    this.activity = activity
  }

  list(now: number): BlockEntry[] {
    const rows = this.database
      .prepare('SELECT * FROM block_entry WHERE ended_at IS NULL AND expires_at > ? ORDER BY added_at, rowid')
      .all(now) as BlockRow[]
    return rows.map(toEntry)
  }

  add(entry: BlockEntry): BlockAdded {
    return this.database.transaction((): BlockAdded => {
      this.expire(entry.added_at)
      const row = this.database.prepare('SELECT * FROM block_entry WHERE value = ? AND ended_at IS NULL').get(entry.value)
      const held = row === undefined ? undefined : toEntry(row as BlockRow)
      if (entry.origin === 'decision') {
        if (held !== undefined && held.expires_at >= entry.expires_at) return { kind: 'held', entry: held }
        if (held === undefined && this.wasLifted(entry)) return { kind: 'lifted' }
      }
      const written = held === undefined ? entry : renewed(held, entry)
      this.write(written)
      const line = { at: entry.added_at, who: entry.added_by, what: held === undefined ? 'block.add' : 'block.renew' }
      this.activity.add({ ...line, subject: `block:${entry.value}`, before: held ?? null, after: written })
      return { kind: held === undefined ? 'added' : 'renewed', entry: written }
    })()
  }

  remove(id: string, { who, at }: Actor): BlockEntry | undefined {
    const held = this.find(id)
    return held === undefined ? undefined : this.end(held, 'removed', { who, at })
  }

  /** Of what a decision put there: an entry that an analyst has made his own since stays. */
  undo(id: string, { who, at }: Actor): BlockEntry | undefined {
    const held = this.find(id)
    return held?.origin === 'decision' ? this.end(held, 'undone', { who, at }) : undefined
  }

  expire(now: number): BlockEntry[] {
    const rows = this.database.prepare('SELECT * FROM block_entry WHERE ended_at IS NULL AND expires_at <= ?').all(now) as BlockRow[]
    return rows.map((row) => this.end(toEntry(row), 'expired', { who: clock, at: now }))
  }

  private find(id: string): BlockEntry | undefined {
    const row = this.database.prepare('SELECT * FROM block_entry WHERE id = ? AND ended_at IS NULL').get(id)
    return row === undefined ? undefined : toEntry(row as BlockRow)
  }

  private end(entry: BlockEntry, how: End, { who, at }: Actor): BlockEntry {
    return this.database.transaction(() => {
      this.database.prepare('UPDATE block_entry SET ended_at = ?, ended_how = ? WHERE id = ?').run(at, how, entry.id)
      this.activity.add({ at, who, what: endings[how], subject: `block:${entry.value}`, before: entry, after: null })
      return entry
    })()
  }

  private wasLifted({ value, event_id }: BlockEntry): boolean {
    const how: End = 'removed'
    return (
      event_id !== undefined &&
      this.database
        .prepare('SELECT 1 FROM block_entry WHERE value = ? AND event_id = ? AND ended_at IS NOT NULL AND ended_how = ?')
        .get(value, event_id, how) !== undefined
    )
  }

  private write(entry: BlockEntry): void {
    this.database
      .prepare(
        `INSERT OR REPLACE INTO block_entry (id, value, kind, origin, reason, event_id, added_by, added_at, expires_at)
         VALUES (@id, @value, @kind, @origin, @reason, @event_id, @added_by, @added_at, @expires_at)`,
      )
      .run({ ...entry, event_id: entry.event_id ?? null })
  }
}

/** An analyst's word replaces what was said before, a decision's only makes it last. */
function renewed(held: BlockEntry, entry: BlockEntry): BlockEntry {
  return entry.origin === 'analyst' ? { ...entry, id: held.id } : { ...held, expires_at: entry.expires_at }
}

function toEntry({ event_id, ended_at: _a, ended_how: _h, ...entry }: BlockRow): BlockEntry {
  return event_id === null ? entry : { ...entry, event_id }
}
