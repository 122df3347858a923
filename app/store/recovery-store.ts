import type Database from 'better-sqlite3'
import { compress, decompress } from './compression.ts'
import type { Recovery } from './store.ts'

const appliedKey = 'applied_seq'
/** Two, so that a damaged one leaves another to start from. */
const keptSnapshots = 2

/** How far observations have been applied, and the detectors' state to go on from. */
export class RecoveryStore {
  private readonly database: Database.Database
  private readonly setProgress: Database.Statement

  constructor(database: Database.Database) {
    this.database = database
    this.setProgress = database.prepare('INSERT OR REPLACE INTO progress VALUES (?, ?)')
  }

  appliedSeq(): number {
    return (this.database.prepare('SELECT value FROM progress WHERE key = ?').pluck().get(appliedKey) as number | undefined) ?? 0
  }

  moveAppliedSeq(seq: number): void {
    this.setProgress.run(appliedKey, Math.max(seq, this.appliedSeq()))
  }

  saveSnapshot(seq: number, state: unknown): void {
    const body = compress(new TextEncoder().encode(JSON.stringify(state)))
    this.database.transaction(() => {
      this.database.prepare('INSERT INTO snapshot (seq, state) VALUES (?, ?)').run(seq, body)
      this.database.prepare('DELETE FROM snapshot WHERE id <= (SELECT max(id) FROM snapshot) - ?').run(keptSnapshots)
    })()
  }

  recovery(): Recovery {
    const applied_seq = this.appliedSeq()
    const rows = this.database.prepare('SELECT seq, state FROM snapshot ORDER BY id DESC').all() as { seq: number; state: Buffer }[]
    for (const { seq, state } of rows) {
      const bytes = decompress(state)
      if (bytes !== undefined) return { applied_seq, snapshot: { seq, state: JSON.parse(new TextDecoder().decode(bytes)) as unknown } }
    }
    return { applied_seq }
  }
}
