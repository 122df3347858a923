import { existsSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { isDiskFull } from './disk-room.ts'
import { errorCode } from './error-code.ts'
import type { OpenFailure } from './store.ts'

export type OpenedDatabase = { kind: 'opened'; database: Database.Database; version: number } | { kind: 'failed'; failure: OpenFailure }

export interface DatabaseKind {
  /** `PRAGMA application_id`, so that a foreign database is not mistaken for ours. */
  application: number
  /** The newest `user_version` this program knows. */
  version: number
  readonly?: boolean
}

/** Milliseconds a connection waits for another's lock. */
const lockPatience = 2000

/**
 * Opens a database, or says what is wrong with it. A file that is damaged, foreign or of a newer version is left
 * exactly as it is: it is looked at through a read-only connection first. Version 0 is a file made just now, empty.
 */
export function openDatabase(file: string, kind: DatabaseKind): OpenedDatabase {
  const isNew = !existsSync(file) || statSync(file).size === 0
  if (isNew && kind.readonly) return failed({ kind: 'unwritable', file, message: `${file} does not exist.` })
  let database: Database.Database | undefined
  try {
    if (isNew) return { kind: 'opened', database: new Database(file, { timeout: lockPatience }), version: 0 }
    database = new Database(file, { readonly: true, timeout: lockPatience })
    const version = database.pragma('user_version', { simple: true }) as number
    const failure = refuse(file, database, version, kind)
    if (failure !== undefined) {
      database.close()
      return failed(failure)
    }
    if (kind.readonly) return { kind: 'opened', database, version }
    database.close()
    database = new Database(file, { timeout: lockPatience })
    return { kind: 'opened', database, version }
  } catch (error) {
    database?.close()
    const failure = explainFailure(file, error)
    if (failure === undefined) throw error
    return failed(failure)
  }
}

function refuse(file: string, database: Database.Database, version: number, kind: DatabaseKind): OpenFailure | undefined {
  const application = database.pragma('application_id', { simple: true }) as number
  // Reads the schema: a damaged first page shows here, and not at some later moment.
  const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number
  if (application !== kind.application && (application !== 0 || version !== 0 || tables > 0)) {
    return { kind: 'corrupt', file, message: `${file} is a database of another program. It was left as it is.` }
  }
  if (version <= kind.version) return undefined
  const message = `${file} was written by a newer Vedette (format ${version}; this one knows ${kind.version}). It was left as it is.`
  return { kind: 'newer', file, message, version, supported: kind.version }
}

/** What a SQLite error means for the file as a whole; undefined when it means a bug. */
export function explainFailure(file: string, error: unknown): OpenFailure | undefined {
  const code = errorCode(error)
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) {
    return { kind: 'corrupt', file, message: `${file} is damaged (${(error as Error).message}). It was left as it is.` }
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return { kind: 'locked', file, message: `${file} is in use by another program.` }
  }
  const unwritable = [
    'SQLITE_CANTOPEN',
    'SQLITE_READONLY',
    'SQLITE_PERM',
    'SQLITE_IOERR',
    'SQLITE_FULL',
    'EACCES',
    'EPERM',
    'EROFS',
    'ENOTDIR',
    'ENOENT',
    'ENOSPC',
  ]
  if (unwritable.some((prefix) => code.startsWith(prefix)) || /directory does not exist/.test(String(error))) {
    if (isDiskFull(file, error)) return { kind: 'full', file, message: `${file} cannot be opened: the disk is full.` }
    return { kind: 'unwritable', file, message: `${file} cannot be opened (${(error as Error).message}).` }
  }
  return undefined
}

function failed(failure: OpenFailure): OpenedDatabase {
  return { kind: 'failed', failure }
}
