import type Database from 'better-sqlite3'
import type { Batch, Block, Rollup } from '../model/block.ts'
import { readHead } from './block-format.ts'
import { buildFilter } from './block-filter.ts'
import { compress } from './compression.ts'
import { explainFailure } from './open-database.ts'
import { openSegment, segmentBytes } from './segment-file.ts'
import type { OpenFailure, SegmentInfo } from './store.ts'

/** What the writer remembers of a block row. */
export interface BlockRow {
  id: number
  first_seq: number
  last_seq: number
  count: number
  tick: number | null
}

/** A body up to this size is kept in the block's own row, without a filter: it will soon be merged. */
const smallBody = 16_384

export type OpenedSegment = { kind: 'opened'; segment: SegmentWriter } | { kind: 'failed'; failure: OpenFailure }

export function openSegmentWriter(path: string, file: string, now: number): OpenedSegment {
  const opened = openSegment(path, { readonly: false })
  if (opened.kind === 'failed') return opened
  try {
    return { kind: 'opened', segment: new SegmentWriter(opened.database, path, file, now) }
  } catch (error) {
    opened.database.close()
    const failure = explainFailure(path, error)
    if (failure === undefined) throw error
    return { kind: 'failed', failure }
  }
}

/** One segment file with its one writing connection. */
export class SegmentWriter {
  readonly database: Database.Database
  readonly path: string
  readonly file: string
  readonly rows: BlockRow[]
  readonly info: SegmentInfo
  private readonly insertBlock: Database.Statement
  private readonly insertPart: Database.Statement
  private readonly insertRaw: Database.Statement
  private readonly insertFilter: Database.Statement
  private readonly addRollup: Database.Statement
  private readonly setTick: Database.Statement
  private nextId: number

  constructor(database: Database.Database, path: string, file: string, now: number) {
    this.database = database
    this.path = path
    this.file = file
    this.insertBlock = database.prepare('INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    this.insertPart = database.prepare('INSERT INTO part VALUES (?, ?)')
    this.insertRaw = database.prepare('INSERT INTO raw VALUES (?, ?)')
    this.insertFilter = database.prepare('INSERT INTO filter VALUES (?, ?)')
    this.setTick = database.prepare('UPDATE block SET tick = ? WHERE id = ?')
    this.addRollup = database.prepare(
      `INSERT INTO rollup VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
       count = count + excluded.count, unparsed = unparsed + excluded.unparsed, bytes = bytes + excluded.bytes`,
    )
    this.rows = database.prepare('SELECT id, first_seq, last_seq, count, tick FROM block ORDER BY id').all() as BlockRow[]
    this.nextId = (this.rows.at(-1)?.id ?? 0) + 1
    if (this.readMeta('created_at') === undefined) this.writeMeta('created_at', now)
    this.info = this.summarize()
  }

  /** Writes inside the caller's transaction: `lastSeq` is the newest before this. */
  write(batches: readonly Batch[], lastSeq: number): void {
    const rollups = new Map<string, Rollup>()
    let seq = lastSeq
    let fresh: BlockRow | undefined
    for (const { block, tick } of batches) {
      if (block !== undefined && block.count > 0) {
        fresh = this.writeBlock(block, this.nextId, tick ?? null)
        this.rows.push(fresh)
        this.nextId += 1
        seq = fresh.last_seq
        gatherRollups(rollups, block.rollups)
        this.noteBlock(block, fresh)
      } else if (tick !== undefined) fresh = this.writeTick(tick, seq, fresh)
    }
    for (const { minute, source, dataset, count, unparsed, bytes } of rollups.values()) {
      this.addRollup.run(minute, source, dataset, count, unparsed, bytes)
    }
  }

  /** Inserts the rows of one block under `id`, inside the caller's transaction. */
  writeBlock(block: Block, id: number, tick: number | null): BlockRow {
    const body = new Uint8Array(block.body)
    const head = readHead(body)
    if ('kind' in head) throw new Error(`the encoder made a bad block: ${head.message}`)
    const small = body.length <= smallBody
    const { first_seq, last_seq, count, min_time, max_time, arrival, rawAt } = head
    const whole = small ? compress(body) : null
    this.insertBlock.run(id, first_seq, last_seq, count, Math.floor(min_time), Math.ceil(max_time), Math.floor(arrival), tick, whole)
    if (!small) {
      this.insertPart.run(id, compress(body.subarray(0, rawAt)))
      this.insertRaw.run(id, compress(body.subarray(rawAt)))
      this.insertFilter.run(id, buildFilter(block.terms))
    }
    return { id, first_seq, last_seq, count, tick }
  }

  readMeta(key: string): unknown {
    return this.database.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(key)
  }

  writeMeta(key: string, value: number): void {
    this.database.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(key, value)
  }

  get closedAt(): number | undefined {
    const value = this.readMeta('closed_at')
    return value === undefined ? undefined : Number(value)
  }

  /** No more records; it is merged and then left alone. */
  finish(now: number): void {
    this.writeMeta('closed_at', now)
    this.info.open = false
    this.database.pragma('wal_checkpoint(TRUNCATE)')
  }

  /** A rolled back transaction leaves the memory ahead of the file: read it again. */
  reload(): void {
    const rows = this.database.prepare('SELECT id, first_seq, last_seq, count, tick FROM block ORDER BY id').all() as BlockRow[]
    this.rows.splice(0, this.rows.length, ...rows)
    this.nextId = (rows.at(-1)?.id ?? 0) + 1
    Object.assign(this.info, this.summarize())
  }

  measure(): SegmentInfo {
    this.info.bytes = segmentBytes(this.path)
    return this.info
  }

  private writeTick(tick: number, seq: number, fresh: BlockRow | undefined): BlockRow {
    if (fresh !== undefined && fresh.tick === null) {
      this.setTick.run(tick, fresh.id)
      fresh.tick = tick
      return fresh
    }
    const row: BlockRow = { id: this.nextId, first_seq: seq, last_seq: seq, count: 0, tick }
    this.insertBlock.run(row.id, seq, seq, 0, 0, 0, 0, tick, null)
    this.rows.push(row)
    this.nextId += 1
    return row
  }

  private noteBlock(block: Block, row: BlockRow): void {
    const { info } = this
    if (info.records === 0) {
      info.first_seq = row.first_seq
      info.min_time = block.min_time
      info.max_time = block.max_time
    }
    info.last_seq = row.last_seq
    info.min_time = Math.min(info.min_time, block.min_time)
    info.max_time = Math.max(info.max_time, block.max_time)
    info.records += block.count
  }

  private summarize(): SegmentInfo {
    const totals = this.database
      .prepare(
        `SELECT coalesce(min(first_seq), 0) first_seq, coalesce(max(last_seq), 0) last_seq, coalesce(min(min_time), 0) min_time,
         coalesce(max(max_time), 0) max_time, coalesce(sum(count), 0) records FROM block WHERE count > 0`,
      )
      .get() as Pick<SegmentInfo, 'first_seq' | 'last_seq' | 'min_time' | 'max_time' | 'records'>
    return {
      ...totals,
      file: this.file,
      open: this.closedAt === undefined,
      bytes: segmentBytes(this.path),
      created_at: Number(this.readMeta('created_at')),
    }
  }
}

function gatherRollups(into: Map<string, Rollup>, rollups: readonly Rollup[]): void {
  for (const rollup of rollups) {
    const key = `${rollup.minute}\n${rollup.source}\n${rollup.dataset}`
    const held = into.get(key)
    if (held === undefined) {
      into.set(key, { ...rollup })
      continue
    }
    held.count += rollup.count
    held.unparsed += rollup.unparsed
    held.bytes += rollup.bytes
  }
}
