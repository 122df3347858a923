import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import type { Activity } from '../model/event.ts'
import { canonicalJson } from './canonical-json.ts'

interface ActivityRow {
  seq: number
  at: number
  who: string
  what: string
  subject: string
  before: string
  after: string
  previous: string
  hash: string
}

/** What the first line has for the hash of the line before it. */
const beginning = '0'.repeat(64)
/** Where the newest line's number is kept, so that lines cut off the end are missed. */
const headKey = 'activity_lines'

/** The activity log: append-only, each line holding the hash of the one before. */
export class ActivityStore {
  private readonly database: Database.Database
  private readonly insert: Database.Statement
  private readonly newest: Database.Statement
  private readonly setHead: Database.Statement

  constructor(database: Database.Database) {
    this.database = database
    this.insert = database.prepare('INSERT INTO activity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    this.newest = database.prepare('SELECT seq, hash FROM activity ORDER BY seq DESC LIMIT 1')
    this.setHead = database.prepare('INSERT OR REPLACE INTO progress VALUES (?, ?)')
  }

  add(entry: { at: number; who: string; what: string; subject: string; before: unknown; after: unknown }): Activity {
    return this.database.transaction(() => {
      const last = this.newest.get() as { seq: number; hash: string } | undefined
      const row = {
        seq: (last?.seq ?? 0) + 1,
        at: Math.round(entry.at),
        who: entry.who,
        what: entry.what,
        subject: entry.subject,
        before: canonicalJson(entry.before ?? null),
        after: canonicalJson(entry.after ?? null),
        previous: last?.hash ?? beginning,
      }
      const hash = hashLine(row)
      this.insert.run(row.seq, row.at, row.who, row.what, row.subject, row.before, row.after, row.previous, hash)
      this.setHead.run(headKey, row.seq)
      return toActivity({ ...row, hash })
    })()
  }

  /** Newest first. */
  list({ subject, before, limit }: { subject?: string; before?: number; limit: number }): Activity[] {
    const filter = subject === undefined ? '' : 'AND subject = @subject'
    const rows = this.database
      .prepare(`SELECT * FROM activity WHERE seq < @before ${filter} ORDER BY seq DESC LIMIT @limit`)
      .all({ before: before ?? Number.MAX_SAFE_INTEGER, limit, ...(subject === undefined ? {} : { subject }) }) as ActivityRow[]
    return rows.map(toActivity)
  }

  /** Goes through the whole chain; names the first line that does not follow from the one before. */
  verify(): { kind: 'intact'; lines: number } | { kind: 'broken'; seq: number } {
    let previous = beginning
    let lines = 0
    for (const row of this.database.prepare('SELECT * FROM activity ORDER BY seq').iterate() as Iterable<ActivityRow>) {
      lines += 1
      if (row.seq !== lines || row.previous !== previous || row.hash !== hashLine(row)) return { kind: 'broken', seq: lines }
      previous = row.hash
    }
    const head = (this.database.prepare('SELECT value FROM progress WHERE key = ?').pluck().get(headKey) as number | undefined) ?? 0
    return head === lines ? { kind: 'intact', lines } : { kind: 'broken', seq: lines + 1 }
  }
}

function hashLine({ seq, at, who, what, subject, before, after, previous }: Omit<ActivityRow, 'hash'>): string {
  return createHash('sha256').update(previous).update(canonicalJson({ seq, at, who, what, subject, before, after })).digest('hex')
}

function toActivity(row: ActivityRow): Activity {
  return { ...row, before: JSON.parse(row.before), after: JSON.parse(row.after) }
}
