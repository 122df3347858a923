import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * One engine a home. A lock that SQLite holds on a file of its own is given back by the operating system
 * even after kill −9, which a file with a process number in it is not. Throws where there can be no lock.
 */
export function lockHome(directory: string): { kind: 'locked'; release: () => void } | { kind: 'taken' } {
  const database = new Database(join(directory, 'lock.db'), { timeout: 0 })
  try {
    database.pragma('locking_mode = EXCLUSIVE')
    database.exec('BEGIN EXCLUSIVE')
    return { kind: 'locked', release: () => database.close() }
  } catch (error) {
    database.close()
    if (!(error as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw error
    return { kind: 'taken' }
  }
}
