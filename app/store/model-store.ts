import type Database from 'better-sqlite3'
import type { FeatureSetName, ModelState, ModelVersion } from '../model/outlier-model.ts'
import type { ActivityStore } from './activity-store.ts'
import { compress, decompress } from './compression.ts'
import type { Actor, NewModel } from './store.ts'

interface Row {
  state: ModelState
  summary: string
}

/** Trained models, every version until it is too old; of each feature set one is in force at most. */
export class ModelStore {
  private readonly database: Database.Database
  private readonly activity: ActivityStore

  constructor(database: Database.Database, activity: ActivityStore) {
    this.database = database
    this.activity = activity
  }

  list(): ModelVersion[] {
    const rows = this.database.prepare('SELECT state, summary FROM model ORDER BY trained_at DESC, rowid DESC').all() as Row[]
    return rows.map(toVersion)
  }

  get(id: string): ModelVersion | undefined {
    const row = this.database.prepare('SELECT state, summary FROM model WHERE id = ?').get(id) as Row | undefined
    return row === undefined ? undefined : toVersion(row)
  }

  /** Undefined where it is not there or damaged. */
  document(id: string): unknown {
    const bytes = this.database.prepare('SELECT document FROM model WHERE id = ?').pluck().get(id) as Buffer | undefined
    const text = bytes === undefined ? undefined : decompress(bytes)
    return text === undefined ? undefined : JSON.parse(new TextDecoder().decode(text))
  }

  /** A number is never given twice, whatever was deleted: events name the version that raised them. */
  add({ set, summary, document }: NewModel, actor: Actor): ModelVersion {
    return this.database.transaction(() => {
      const last = this.database.prepare('SELECT last FROM model_number WHERE feature_set = ?').pluck().get(set) as number | undefined
      const version = (last ?? 0) + 1
      const id = `${set}-${version}`
      this.database.prepare('INSERT OR REPLACE INTO model_number VALUES (?, ?)').run(set, version)
      const added: ModelVersion = { ...summary, id, set, version, state: 'candidate' }
      const bytes = compress(new TextEncoder().encode(JSON.stringify(document(id))))
      this.database
        .prepare('INSERT INTO model VALUES (?, ?, ?, ?, ?, ?, ?)')
        .run(id, set, version, 'candidate', summary.trained_at, JSON.stringify(added), bytes)
      const { algorithm, rows, limit, why } = added
      this.note(actor, 'model.train', id, null, { algorithm, rows, limit, why })
      return added
    })()
  }

  /** Puts a version in force, or none. The one that was is retired. `what` goes into the activity log. */
  putInForce(set: FeatureSetName, id: string | undefined, actor: Actor & { what: string }): ModelVersion | undefined {
    return this.database.transaction(() => {
      const before = this.inForce(set)
      if (before !== undefined) this.save({ ...before, state: 'retired', changed_at: actor.at })
      const next = id === undefined ? undefined : this.get(id)
      // A version that comes back keeps what it once replaced: rolling back twice goes back two steps.
      const isReturn = actor.what === 'model.rollback'
      const replaced = isReturn ? next?.replaced : before?.id
      const { replaced: _, ...rest } = next ?? ({} as ModelVersion)
      const taken: ModelVersion | undefined = next && {
        ...rest,
        ...(replaced === undefined ? {} : { replaced }),
        state: 'in_force',
        changed_at: actor.at,
      }
      if (taken !== undefined) this.save(taken)
      this.note(actor, actor.what, id ?? set, before?.id ?? null, taken?.id ?? null)
      return taken
    })()
  }

  inForce(set: FeatureSetName): ModelVersion | undefined {
    const row = this.database.prepare("SELECT state, summary FROM model WHERE feature_set = ? AND state = 'in_force'").get(set)
    return row === undefined ? undefined : toVersion(row as Row)
  }

  /** Not one in force. */
  delete(id: string, actor: Actor): boolean {
    return this.database.transaction(() => {
      const { changes } = this.database.prepare("DELETE FROM model WHERE id = ? AND state <> 'in_force'").run(id)
      if (changes > 0) this.note(actor, 'model.delete', id, id, null)
      return changes > 0
    })()
  }

  /** Versions that were trained, and went out of force, before: one that was just replaced is the way back, however old. */
  expire(before: number): string[] {
    const outSince = "max(trained_at, coalesce(json_extract(summary, '$.changed_at'), trained_at))"
    return this.database
      .prepare(`DELETE FROM model WHERE state <> 'in_force' AND ${outSince} < ? RETURNING id`)
      .pluck()
      .all(before) as string[]
  }

  private save(version: ModelVersion): void {
    this.database.prepare('UPDATE model SET state = ?, summary = ? WHERE id = ?').run(version.state, JSON.stringify(version), version.id)
  }

  private note({ who, at }: Actor, what: string, id: string, before: unknown, after: unknown): void {
    this.activity.add({ who, at, what, subject: `model:${id}`, before, after })
  }
}

function toVersion({ state, summary }: Row): ModelVersion {
  return { ...(JSON.parse(summary) as ModelVersion), state }
}
