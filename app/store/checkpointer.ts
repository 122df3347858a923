import Database from 'better-sqlite3'

export interface Checkpointer {
  run(): void
  close(): void
}

/**
 * Brings what a database's writer has written ahead into its file, from another thread: done by the writer itself it
 * holds up whoever waits for it. Passive: it neither waits for the writer nor keeps it waiting, and changes no row.
 */
export function openCheckpointer(file: string): Checkpointer {
  const database = new Database(file, { fileMustExist: true })
  database.pragma('synchronous = NORMAL')
  return {
    run: () => void database.pragma('wal_checkpoint(PASSIVE)'),
    close: () => {
      database.close()
    },
  }
}
