import { existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from './error-code.ts'

/** The index of a write-ahead log grows by 32 KiB at a time; where that finds no room SQLite says "disk I/O error". */
const leastRoom = 64 << 10

/** Whether what went wrong with a file is that its disk is full. An error that came from another thread has no code, and the room says it. */
export function isDiskFull(file: string, error?: unknown): boolean {
  const code = errorCode(error)
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') return true
  return /^(SQLITE_IOERR|SQLITE_CANTOPEN|$)/.test(code) && roomAt(file) < leastRoom
}

function roomAt(file: string): number {
  try {
    const { bavail, bsize } = statfsSync(existsSync(file) ? file : dirname(file))
    return bavail * bsize
  } catch {
    return Infinity
  }
}
