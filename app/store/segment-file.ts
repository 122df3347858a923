import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase, type OpenedDatabase } from './open-database.ts'

/** 'VTEL' */
const application = 0x5654454c
const version = 1

/**
 * One segment of telemetry.
 * - `block`: one row a block in the order of the log, `id` ascending. A row without records is a heartbeat alone.
 *   A small block is whole in `body`; a large one is in `part`, in two pieces, so that a search by field leaves
 *   the raw bytes alone.
 * - `rollup`: records by minute of event time, source and dataset.
 */
const schema = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
  CREATE TABLE block (
    id INTEGER PRIMARY KEY,
    first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, count INTEGER NOT NULL,
    min_time INTEGER NOT NULL, max_time INTEGER NOT NULL, arrival INTEGER NOT NULL,
    tick INTEGER, body BLOB
  );
  CREATE TABLE part (id INTEGER PRIMARY KEY, columns BLOB NOT NULL);
  CREATE TABLE raw (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
  CREATE TABLE filter (id INTEGER PRIMARY KEY, bits BLOB NOT NULL);
  CREATE TABLE rollup (
    minute INTEGER NOT NULL, source TEXT NOT NULL, dataset TEXT NOT NULL,
    count INTEGER NOT NULL, unparsed INTEGER NOT NULL, bytes INTEGER NOT NULL,
    PRIMARY KEY (minute, source, dataset)
  ) WITHOUT ROWID;
`

/** Beside a segment that is to go but that the system still holds open for a reader (Windows): readers let go of it. */
const dropped = '.dropped'
const namePattern = /^telemetry-(\d{16})\.sqlite$/

export interface SegmentName {
  file: string
  path: string
  /** The first seq it was made for; the order of the segments. */
  first_seq: number
}

/** The segments of a directory, oldest first. The names are the registry: there is no other. */
export function listSegments(directory: string): SegmentName[] {
  if (!existsSync(directory)) return []
  const found: SegmentName[] = []
  for (const file of readdirSync(directory)) {
    const match = namePattern.exec(file)
    if (match && !existsSync(join(directory, file + dropped)))
      found.push({ file, path: join(directory, file), first_seq: Number(match[1]) })
  }
  return found.sort((a, b) => a.first_seq - b.first_seq)
}

export function segmentFile(first_seq: number): string {
  return `telemetry-${String(first_seq).padStart(16, '0')}.sqlite`
}

export function openSegment(path: string, options: { readonly: boolean }): OpenedDatabase {
  const opened = openDatabase(path, { application, version, readonly: options.readonly })
  if (opened.kind === 'failed') return opened
  const { database } = opened
  if (options.readonly) {
    database.pragma('cache_size = -8000')
    return opened
  }
  if (opened.version === 0) {
    // Large pages: a block is a few hundred kilobytes. Both must be set before the first table.
    database.pragma('page_size = 8192')
    database.pragma('journal_mode = WAL')
    database.transaction(() => {
      database.exec(schema)
      database.pragma(`application_id = ${application}`)
      database.pragma(`user_version = ${version}`)
    })()
  }
  // A commit survives the death of this process; the last ones before a power cut may be lost, never the file.
  database.pragma('synchronous = NORMAL')
  // 64 MiB of log before it is copied into the file: fewer and longer pauses cost a listener its packets.
  database.pragma('wal_autocheckpoint = 8192')
  return opened
}

/** Bytes on disk, the write-ahead log included. */
export function segmentBytes(path: string): number {
  return fileSize(path) + fileSize(`${path}-wal`)
}

/** Takes a segment away, now or, where a reader holds it open, with `removeDropped` later. */
export function removeSegment(path: string): void {
  writeFileSync(path + dropped, '')
  tryRemove(path)
}

/** Removes what could not be removed when it was dropped. */
export function removeDropped(directory: string): void {
  for (const file of readdirSync(directory)) if (file.endsWith(dropped)) tryRemove(join(directory, file.slice(0, -dropped.length)))
}

function tryRemove(path: string): void {
  try {
    for (const suffix of ['', '-wal', '-shm', dropped]) rmSync(path + suffix, { force: true })
  } catch {
    // Held open: the mark is still there, and is the last to go.
  }
}

function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
