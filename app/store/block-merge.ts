import type { TelemetryRecord } from '../model/record.ts'
import { encodeBlock } from './block-encoder.ts'
import { BlockLoader } from './block-loader.ts'
import type { BlockRow, SegmentWriter } from './segment-writer.ts'

/** Records a block holds at most. */
export const fullBlock = 4096
/** A block this large is left alone. */
const largeEnough = fullBlock / 2
/** Blocks grow in stages, so that under a trickle a record is written anew three times and not a hundred. */
const stages = [64, 512, fullBlock]
/** A run of this many is worth merging whatever it adds up to. */
const longRun = 64

/**
 * The next neighbours to merge, oldest first: `from` inclusive, `to` exclusive. A heartbeat stays where it is
 * among the records until a detector snapshot covers it (`covered`), since recovery replays it. `closing`: the
 * segment takes no more records, so whatever can be merged is.
 */
export function chooseRun(rows: readonly BlockRow[], covered: number, closing: boolean): { from: number; to: number } | undefined {
  for (const stage of closing ? [fullBlock] : stages) {
    const small = Math.min(stage, largeEnough)
    let from = 0
    let total = 0
    for (let i = 0; i <= rows.length; i += 1) {
      const row = rows[i]
      const joins =
        row !== undefined && row.count < small && total + row.count <= fullBlock && (i === from || !hasTick(rows[i - 1]!, covered))
      if (joins) {
        total += row.count
        continue
      }
      const size = i - from
      if (size > 1 && (total >= stage || size >= longRun || total + (row?.count ?? 0) > fullBlock || closing)) return { from, to: i }
      const starts = row !== undefined && row.count < small
      from = starts ? i : i + 1
      total = starts ? row.count : 0
    }
  }
  return undefined
}

function hasTick(row: BlockRow, covered: number): boolean {
  // The snapshot may have been taken between two heartbeats that no record separates.
  return row.tick !== null && row.last_seq >= covered
}

/** Replaces the rows of a run by one, in one transaction. False when one of them cannot be read: it stays as it is. */
export function mergeRun(segment: SegmentWriter, run: { from: number; to: number }, covered: number): boolean {
  const { database, rows } = segment
  const merged = rows.slice(run.from, run.to)
  const loader = new BlockLoader(database)
  const records: TelemetryRecord[] = []
  for (const { id, count } of merged) {
    if (count === 0) continue
    const loaded = loader.load(id)
    if (loaded.kind !== 'block') return false
    for (let row = 0; row < loaded.block.count; row += 1) records.push(loaded.block.record(row))
  }
  const first = merged[0]!
  const last = merged.at(-1)!
  const tick = hasTick(last, covered) ? last.tick : null
  database.transaction(() => {
    for (const table of ['block', 'part', 'raw', 'filter']) {
      database.prepare(`DELETE FROM ${table} WHERE id BETWEEN ? AND ?`).run(first.id, last.id)
    }
    segment.writeMeta('generation', Number(segment.readMeta('generation') ?? 0) + 1)
    if (records.length > 0) segment.writeBlock(encodeBlock(records), first.id, tick)
  })()
  const row: BlockRow = {
    id: first.id,
    first_seq: records[0]?.seq ?? first.first_seq,
    last_seq: last.last_seq,
    count: records.length,
    tick,
  }
  rows.splice(run.from, merged.length, ...(records.length > 0 ? [row] : []))
  return true
}
