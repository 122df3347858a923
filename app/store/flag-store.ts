import type Database from 'better-sqlite3'
import { everyone, type FlagEffect, type FlagTargeting } from '../model/flag.ts'
import type { ActivityStore } from './activity-store.ts'
import type { Actor, ConsoleStore, FlagCounts, StoredFlag } from './store.ts'

interface FlagRow {
  name: string
  enabled: number
  changed_at: number
  changed_by: string
  targeting: string | null
  description: string | null
  registered_default: number | null
}

type Registration = Parameters<ConsoleStore['registerFlag']>[0]

const day = 86_400_000

/** Flags that were set or registered, and what flags did, by day. */
export class FlagStore {
  private readonly database: Database.Database
  private readonly activity: ActivityStore
  private readonly addEffect: Database.Statement

  constructor(database: Database.Database, activity: ActivityStore) {
    this.database = database
    this.activity = activity
    this.addEffect = database.prepare(
      `INSERT INTO flag_effect VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
       SET let_through = let_through + excluded.let_through, held_back = held_back + excluded.held_back`,
    )
  }

  list(): StoredFlag[] {
    return (this.database.prepare('SELECT * FROM flag ORDER BY name').all() as FlagRow[]).map(toFlag)
  }

  set(name: string, { enabled, targeting }: { enabled: boolean; targeting: FlagTargeting }, { who, at }: Actor): void {
    this.database.transaction(() => {
      const held = this.get(name)
      this.database
        .prepare(
          `INSERT INTO flag (name, enabled, changed_at, changed_by, targeting) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
           SET enabled = excluded.enabled, changed_at = excluded.changed_at, changed_by = excluded.changed_by, targeting = excluded.targeting`,
        )
        .run(name, enabled ? 1 : 0, at, who, JSON.stringify(targeting))
      const before = held === undefined ? null : { enabled: held.enabled, targeting: held.targeting }
      this.activity.add({ at, who, what: 'flag.set', subject: `flag:${name}`, before, after: { enabled, targeting } })
    })()
  }

  register(flag: Registration, { who, at }: Actor): { kind: 'registered' | 'exists'; flag: StoredFlag } {
    return this.database.transaction(() => {
      const { name, description, enabled, targeting } = flag
      const held = this.get(name)
      if (held !== undefined) return { kind: 'exists' as const, flag: held }
      this.database
        .prepare(
          'INSERT INTO flag (name, enabled, changed_at, changed_by, targeting, description, registered_default) VALUES (?, ?, ?, ?, ?, ?, ?)',
        )
        .run(name, enabled ? 1 : 0, at, who, JSON.stringify(targeting), description, flag.default ? 1 : 0)
      this.activity.add({ at, who, what: 'flag.register', subject: `flag:${name}`, before: null, after: flag })
      const registered = { description, default: flag.default }
      return { kind: 'registered' as const, flag: { name, enabled, targeting, changed_at: at, changed_by: who, registered } }
    })()
  }

  addEffects(at: number, counts: FlagCounts): void {
    for (const [flag, { let_through, held_back }] of Object.entries(counts)) {
      if (let_through > 0 || held_back > 0) this.addEffect.run(flag, startOfDay(at), let_through, held_back)
    }
  }

  effects(since: number): Record<string, FlagEffect[]> {
    const rows = this.database.prepare('SELECT * FROM flag_effect WHERE day >= ? ORDER BY flag, day').all(startOfDay(since))
    const effects: Record<string, FlagEffect[]> = {}
    for (const { flag, ...effect } of rows as (FlagEffect & { flag: string })[]) (effects[flag] ??= []).push(effect)
    return effects
  }

  private get(name: string): StoredFlag | undefined {
    const row = this.database.prepare('SELECT * FROM flag WHERE name = ?').get(name)
    return row === undefined ? undefined : toFlag(row as FlagRow)
  }
}

function startOfDay(at: number): number {
  return Math.floor(at / day) * day
}

function toFlag({ name, enabled, changed_at, changed_by, targeting, description, registered_default }: FlagRow): StoredFlag {
  return {
    name,
    enabled: enabled === 1,
    targeting: targeting === null ? everyone : (JSON.parse(targeting) as FlagTargeting),
    changed_at,
    changed_by,
    ...(registered_default === null ? {} : { registered: { description: description ?? '', default: registered_default === 1 } }),
  }
}
