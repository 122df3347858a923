import type Database from 'better-sqlite3'
import type { ProfilePack, ProfileRevision, RuleProfile } from '../model/rule-profile.ts'
import type { ActivityStore } from './activity-store.ts'
import type { Actor, ProfileContext, ProfileSave, ProfilesSaved } from './store.ts'

type ProfileRow = Omit<ProfileRevision, 'profile' | 'edited'> & { body: string; edited: string | null }

/** Every revision of the rule profiles, and the packs that some came from. */
export class ProfileStore {
  private readonly database: Database.Database
  private readonly activity: ActivityStore

  constructor(database: Database.Database, activity: ActivityStore) {
    this.database = database
    this.activity = activity
  }

  newest(): ProfileRevision[] {
    const rows = this.database
      .prepare(
        `SELECT * FROM profile AS newest WHERE revision = (SELECT max(revision) FROM profile WHERE anomaly_type = newest.anomaly_type)
         ORDER BY anomaly_type`,
      )
      .all() as ProfileRow[]
    return rows.map(toRevision)
  }

  revisions(anomaly_type: string): ProfileRevision[] {
    const rows = this.database.prepare('SELECT * FROM profile WHERE anomaly_type = ? ORDER BY revision DESC').all(anomaly_type)
    return (rows as ProfileRow[]).map(toRevision)
  }

  revision(anomaly_type: string, revision: number): ProfileRevision | undefined {
    const row = this.database.prepare('SELECT * FROM profile WHERE anomaly_type = ? AND revision = ?').get(anomaly_type, revision)
    return row === undefined ? undefined : toRevision(row as ProfileRow)
  }

  save(saves: readonly ProfileSave[], context: ProfileContext): ProfilesSaved {
    return this.database.transaction((): ProfilesSaved => {
      const planned = saves.map((save) => ({ ...save, last: this.last(save.profile.anomaly_type) }))
      for (const { profile, revision, last } of planned) {
        const newest = last?.revision ?? 0
        if (revision !== undefined && revision !== newest) return { kind: 'stale', anomaly_type: profile.anomaly_type, revision: newest }
      }
      const revisions = planned.map((save) => this.write(save, save.last?.profile ?? save.before, context))
      if (context.pack !== undefined) this.keepPack(context.pack, context)
      return { kind: 'saved', revisions }
    })()
  }

  pack(name: string): ProfilePack | undefined {
    const row = this.database.prepare('SELECT name, version, profiles FROM pack WHERE name = ?').get(name)
    if (row === undefined) return undefined
    const { profiles, ...pack } = row as { name: string; version: string; profiles: string }
    return { ...pack, profiles: JSON.parse(profiles) as ProfilePack['profiles'] }
  }

  packs(): { name: string; version: string; at: number; who: string }[] {
    return this.database.prepare('SELECT name, version, at, who FROM pack ORDER BY name').all() as ReturnType<ProfileStore['packs']>
  }

  restorePack(name: string, former: ProfilePack | undefined, context: Actor): void {
    const before = this.pack(name)
    if (former !== undefined) return this.keepPack(former, context, 'pack.undo')
    this.database.prepare('DELETE FROM pack WHERE name = ?').run(name)
    this.activity.add({ ...context, what: 'pack.undo', subject: `pack:${name}`, before: before ?? null, after: null })
  }

  private last(anomaly_type: string): ProfileRevision | undefined {
    const row = this.database.prepare('SELECT * FROM profile WHERE anomaly_type = ? ORDER BY revision DESC LIMIT 1').get(anomaly_type)
    return row === undefined ? undefined : toRevision(row as ProfileRow)
  }

  /** The number is looked up at each write: one type may be named twice. */
  private write(
    { profile, edited }: ProfileSave,
    before: RuleProfile | undefined,
    { who, at, why, origin }: ProfileContext,
  ): ProfileRevision {
    const { anomaly_type } = profile
    const last = this.last(anomaly_type)
    const revision = {
      anomaly_type,
      revision: (last?.revision ?? 0) + 1,
      at,
      who,
      why,
      origin,
      profile,
      ...(edited === undefined ? {} : { edited }),
    }
    this.database
      .prepare('INSERT INTO profile (anomaly_type, revision, at, who, body, why, origin, edited) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(anomaly_type, revision.revision, at, who, JSON.stringify(profile), why, origin, edited ? JSON.stringify(edited) : null)
    const after = { revision: revision.revision, why, origin, profile }
    this.activity.add({
      at,
      who,
      what: 'profile.save',
      subject: `profile:${anomaly_type}`,
      before: before === undefined ? null : { revision: last?.revision ?? 0, profile: before },
      after,
    })
    return revision
  }

  private keepPack(pack: ProfilePack, { who, at }: Actor, what = 'pack.import'): void {
    const { name, version, profiles } = pack
    const before = this.pack(name)
    this.database.prepare('INSERT OR REPLACE INTO pack VALUES (?, ?, ?, ?, ?)').run(name, version, JSON.stringify(profiles), at, who)
    this.activity.add({ at, who, what, subject: `pack:${name}`, before: before ?? null, after: pack })
  }
}

function toRevision({ body, edited, ...row }: ProfileRow): ProfileRevision {
  const edits = edited === null ? {} : { edited: JSON.parse(edited) as string[] }
  return { ...row, profile: JSON.parse(body) as RuleProfile, ...edits }
}
