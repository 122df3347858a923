import type Database from 'better-sqlite3'
import { explainFailure, openDatabase } from './open-database.ts'
import type { OpenFailure } from './store.ts'

export interface MigratedKind {
  /** `PRAGMA application_id`. */
  application: number
  /** Steps in order; the position is the version. */
  migrations: readonly string[]
  /** What holds for a connection that writes. */
  pragmas: readonly string[]
  readonly?: boolean
}

export type OpenedStore<Store> = { kind: 'opened'; store: Store } | { kind: 'failed'; failure: OpenFailure }

/** Opens a database, bringing an older one forward. Read-only, it may be opened beside the engine that writes it. */
export function openMigratedDatabase<Store>(
  file: string,
  kind: MigratedKind,
  create: (database: Database.Database) => Store,
): OpenedStore<Store> {
  const newest = kind.migrations.length
  const opened = openDatabase(file, { application: kind.application, version: newest, readonly: kind.readonly ?? false })
  if (opened.kind === 'failed') return opened
  const { database, version } = opened
  try {
    if (kind.readonly) {
      if (version === newest) return { kind: 'opened', store: create(database) }
      database.close()
      const message = `${file} is of an older Vedette: start Vedette once, it brings the file forward.`
      return { kind: 'failed', failure: { kind: 'unwritable', file, message } }
    }
    database.pragma('journal_mode = WAL')
    for (const pragma of kind.pragmas) database.pragma(pragma)
    migrate(database, version, kind)
    return { kind: 'opened', store: create(database) }
  } catch (error) {
    database.close()
    const failure = explainFailure(file, error)
    if (failure === undefined) throw error
    return { kind: 'failed', failure }
  }
}

/** All steps in one transaction: a file is of one version or of the other, never in between. */
function migrate(database: Database.Database, version: number, { application, migrations }: MigratedKind): void {
  database
    .transaction(() => {
      for (const step of migrations.slice(version)) database.exec(step)
      database.pragma(`application_id = ${application}`)
      database.pragma(`user_version = ${migrations.length}`)
    })
    .immediate()
}
