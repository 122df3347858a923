import type Database from 'better-sqlite3'
import { BlockLoader } from './block-loader.ts'
import { explainFailure } from './open-database.ts'
import { openSegment, segmentBytes } from './segment-file.ts'
import type { OpenFailure, SegmentInfo } from './store.ts'

export interface BlockMeta {
  id: number
  first_seq: number
  last_seq: number
  count: number
  min_time: number
  max_time: number
}

export interface LogRow {
  id: number
  last_seq: number
  count: number
  min_time: number
  max_time: number
  tick: number | null
}

const logColumns = 'id, last_seq, count, min_time, max_time, tick'

/** `unready`: the writer has made the file and not filled it yet. */
export type OpenedReader = { kind: 'opened'; segment: SegmentReader } | { kind: 'unready' } | { kind: 'failed'; failure: OpenFailure }

export function openSegmentReader(path: string, file: string): OpenedReader {
  const opened = openSegment(path, { readonly: true })
  if (opened.kind === 'failed') return opened
  const { database, version } = opened
  try {
    if (version > 0) return { kind: 'opened', segment: new SegmentReader(database, path, file) }
    database.close()
    return { kind: 'unready' }
  } catch (error) {
    database.close()
    const failure = explainFailure(path, error)
    if (failure === undefined) throw error
    return { kind: 'failed', failure }
  }
}

/** One segment file, read-only, with its list of blocks in memory. */
export class SegmentReader {
  readonly file: string
  readonly path: string
  readonly loader: BlockLoader
  readonly database: Database.Database
  /** Oldest first; heartbeats without records left out. */
  blocks: BlockMeta[] = []
  private generation = -1
  private lastId = 0
  private settled = false
  private readonly selectBlocks: Database.Statement
  private readonly selectMeta: Database.Statement

  constructor(database: Database.Database, path: string, file: string) {
    this.database = database
    this.path = path
    this.file = file
    this.loader = new BlockLoader(database)
    this.selectBlocks = database.prepare('SELECT id, first_seq, last_seq, count, min_time, max_time FROM block WHERE id > ? ORDER BY id')
    this.selectMeta = database.prepare('SELECT value FROM meta WHERE key = ?').pluck()
  }

  /** Runs `read` on one state of the file: what `blocks` lists is what can be loaded, whatever the writer merges meanwhile. */
  consistently<Result>(read: () => Result): Result {
    this.database.exec('BEGIN')
    try {
      this.refresh()
      return read()
    } finally {
      // An error of the file's own has ended it already.
      if (this.database.inTransaction) this.database.exec('COMMIT')
    }
  }

  /** Every row of the log that ends after `seq`, and the heartbeats given right after the record of that seq. */
  logAfter(seq: number): LogRow[] {
    return this.database
      .prepare(`SELECT ${logColumns} FROM block WHERE last_seq > @seq OR (last_seq = @seq AND tick IS NOT NULL) ORDER BY id`)
      .all({ seq }) as LogRow[]
  }

  /** The next rows of the log after a record and, of the heartbeats that followed it, after the one of `tick`. */
  logFrom({ seq, tick }: { seq: number; tick: number }, limit: number): LogRow[] {
    return this.database
      .prepare(`SELECT ${logColumns} FROM block WHERE last_seq > @seq OR (last_seq = @seq AND tick > @tick) ORDER BY id LIMIT @limit`)
      .all({ seq, tick: Number.isFinite(tick) ? tick : Number.MIN_SAFE_INTEGER, limit }) as LogRow[]
  }

  info(): SegmentInfo {
    const { blocks } = this
    return {
      file: this.file,
      open: this.selectMeta.get('closed_at') === undefined,
      first_seq: blocks[0]?.first_seq ?? 0,
      last_seq: blocks.at(-1)?.last_seq ?? 0,
      min_time: blocks.reduce((least, { min_time }) => Math.min(least, min_time), blocks[0]?.min_time ?? 0),
      max_time: blocks.reduce((most, { max_time }) => Math.max(most, max_time), blocks[0]?.max_time ?? 0),
      records: blocks.reduce((sum, { count }) => sum + count, 0),
      bytes: segmentBytes(this.path),
      created_at: Number(this.selectMeta.get('created_at') ?? 0),
    }
  }

  private refresh(): void {
    if (this.settled) return
    const generation = Number(this.selectMeta.get('generation') ?? 0)
    if (generation !== this.generation) {
      this.generation = generation
      this.blocks = []
      this.lastId = 0
    }
    for (const row of this.selectBlocks.iterate(this.lastId) as Iterable<BlockMeta>) {
      this.lastId = row.id
      if (row.count > 0) this.blocks.push(row)
    }
    this.settled = this.selectMeta.get('settled_at') !== undefined
  }
}
