import type Database from 'better-sqlite3'
import type { Flag } from '../model/flag.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import type { ActivityStore } from './activity-store.ts'

/** Settings, flags, and every revision of the rule profiles. */
export class SettingsStore {
  private readonly database: Database.Database
  private readonly activity: ActivityStore

  constructor(database: Database.Database, activity: ActivityStore) {
    this.database = database
    this.activity = activity
  }

  profiles(): RuleProfile[] {
    const bodies = this.database
      .prepare(
        'SELECT body FROM profile AS newest WHERE revision = (SELECT max(revision) FROM profile WHERE anomaly_type = newest.anomaly_type) ORDER BY anomaly_type',
      )
      .pluck()
      .all() as string[]
    return bodies.map((body) => JSON.parse(body) as RuleProfile)
  }

  saveProfile(profile: RuleProfile, { who, at }: { who: string; at: number }): void {
    const { anomaly_type } = profile
    this.database.transaction(() => {
      const last = this.database
        .prepare('SELECT revision, body FROM profile WHERE anomaly_type = ? ORDER BY revision DESC LIMIT 1')
        .get(anomaly_type) as { revision: number; body: string } | undefined
      const revision = (last?.revision ?? 0) + 1
      this.database.prepare('INSERT INTO profile VALUES (?, ?, ?, ?, ?)').run(anomaly_type, revision, at, who, JSON.stringify(profile))
      const before: unknown = last === undefined ? null : JSON.parse(last.body)
      this.activity.add({ at, who, what: 'profile.save', subject: `profile:${anomaly_type}`, before, after: profile })
    })()
  }

  flags(): Pick<Flag, 'name' | 'enabled' | 'changed_at' | 'changed_by'>[] {
    const rows = this.database.prepare('SELECT * FROM flag ORDER BY name').all() as {
      name: string
      enabled: number
      changed_at: number
      changed_by: string
    }[]
    return rows.map((row) => ({ ...row, enabled: row.enabled === 1 }))
  }

  setFlag(name: string, enabled: boolean, { who, at }: { who: string; at: number }): void {
    this.database.transaction(() => {
      const before = this.database.prepare('SELECT enabled FROM flag WHERE name = ?').pluck().get(name) as number | undefined
      this.database.prepare('INSERT OR REPLACE INTO flag VALUES (?, ?, ?, ?)').run(name, enabled ? 1 : 0, at, who)
      const was = before === undefined ? null : { enabled: before === 1 }
      this.activity.add({ at, who, what: 'flag.set', subject: `flag:${name}`, before: was, after: { enabled } })
    })()
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
