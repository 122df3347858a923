import type Database from 'better-sqlite3'
import type { SignalJudgement } from '../model/stream.ts'
import { openMigratedDatabase, type OpenedStore } from './migrated-database.ts'
import { SignalReading, type SignalPoints, type StoredKeys } from './signal-reading.ts'
import { signalMigrations } from './signal-schema.ts'

/** 'VSIG' */
const application = 0x56534947
/** Signals whose number is remembered; another look-up finds the rest. */
const mostRemembered = 200_000
/** Points deleted in one go, so that nobody waits long. */
const pruneSlice = 20_000

export interface SignalStore {
  /** In one transaction; a verdict on the same signal and time takes the place of the one before. */
  write(judgements: readonly SignalJudgement[]): void
  keys(stream: string, options: { text?: string; limit: number }): StoredKeys
  series(stream: string, key: string, range: { from: number; to: number; points: number }): SignalPoints
  /** The newest point of a stream, and the last values of its key, oldest first. */
  newest(stream: string, count: number): { last: SignalJudgement; recent: { ts: number; value: number; is_anomaly: boolean }[] } | undefined
  /** Deletes points before `before`, a slice at a time: how many, and whether there may be more. */
  prune(before: number): { deleted: number; more: boolean }
  close(): void
}

export type OpenedSignals = OpenedStore<SignalStore>

/** Opens signals.db; read-only for whoever may run beside the engine. */
export function openSignalStore(file: string, { readonly = false }: { readonly?: boolean } = {}): OpenedSignals {
  // What a power cut takes is judged again from the records, which have their own store.
  const pragmas = ['synchronous = NORMAL']
  const kind = { application, migrations: signalMigrations, pragmas, readonly }
  return openMigratedDatabase(file, kind, (database) => new SignalDatabase(database))
}

class SignalDatabase implements SignalStore {
  private readonly database: Database.Database
  private readonly reading: SignalReading
  private readonly ids = new Map<string, number>()
  private pruned = 0

  constructor(database: Database.Database) {
    this.database = database
    this.reading = new SignalReading(database)
  }

  write(judgements: readonly SignalJudgement[]): void {
    if (judgements.length === 0) return
    const insert = this.database.prepare(
      `INSERT INTO point (signal, ts, value, score, probability, lower, upper, flags) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (signal, ts) DO UPDATE SET value = excluded.value, score = excluded.score, probability = excluded.probability,
         lower = excluded.lower, upper = excluded.upper, flags = excluded.flags`,
    )
    const newest = new Map<number, number>()
    this.database
      .transaction(() => {
        for (const judgement of judgements) {
          const { stream, key, ts, value, score, probability, lower, upper, is_anomaly, warming } = judgement
          const id = this.idOf(stream, key, ts)
          insert.run(id, ts, value, score, probability, lower, upper, (is_anomaly ? 1 : 0) | (warming ? 2 : 0))
          if (ts > (newest.get(id) ?? -Infinity)) newest.set(id, ts)
        }
        const touch = this.database.prepare('UPDATE signal SET last = ? WHERE id = ? AND last < ?')
        for (const [id, ts] of newest) touch.run(ts, id, ts)
      })
      .immediate()
  }

  keys(stream: string, options: { text?: string; limit: number }): StoredKeys {
    return this.reading.keys(stream, options)
  }

  series(stream: string, key: string, range: { from: number; to: number; points: number }): SignalPoints {
    return this.reading.series(stream, key, range)
  }

  newest(stream: string, count: number): ReturnType<SignalStore['newest']> {
    return this.reading.newest(stream, count)
  }

  prune(before: number): { deleted: number; more: boolean } {
    const next = this.database.prepare('SELECT id FROM signal WHERE id > ? ORDER BY id LIMIT 1').pluck()
    const drop = this.database.prepare(
      'DELETE FROM point WHERE signal = ? AND ts < ? AND ts IN (SELECT ts FROM point WHERE signal = ? AND ts < ? LIMIT ?)',
    )
    let room = pruneSlice
    let deleted = 0
    while (room > 0) {
      const id = next.get(this.pruned) as number | undefined
      if (id === undefined) {
        this.pruned = 0
        this.forgetEmpty(before)
        return { deleted, more: false }
      }
      const { changes } = drop.run(id, before, id, before, room)
      deleted += changes
      room -= Math.max(1, changes)
      if (room > 0) this.pruned = id
    }
    return { deleted, more: true }
  }

  close(): void {
    this.database.close()
  }

  private forgetEmpty(before: number): void {
    const { changes } = this.database
      .prepare('DELETE FROM signal WHERE last < ? AND NOT EXISTS (SELECT 1 FROM point WHERE point.signal = signal.id)')
      .run(before)
    if (changes > 0) this.ids.clear()
  }

  private idOf(stream: string, key: string, ts: number): number {
    const name = `${stream}\n${key}`
    const known = this.ids.get(name)
    if (known !== undefined) return known
    if (this.ids.size >= mostRemembered) this.ids.clear()
    const id = this.database
      .prepare('INSERT INTO signal (stream, key, last) VALUES (?, ?, ?) ON CONFLICT (stream, key) DO UPDATE SET last = last RETURNING id')
      .pluck()
      .get(stream, key, ts) as number
    this.ids.set(name, id)
    return id
  }
}
