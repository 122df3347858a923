import type { LogRow, SegmentReader } from './segment-reader.ts'
import type { SegmentSet } from './segment-set.ts'
import type { RecordPart, TimeRange } from './store.ts'

/** Blocks read on one state of a segment: a walk that takes minutes must not keep the writer's log from being emptied. */
const sliceBlocks = 64

/** `ended`: the visitor has seen enough. */
type SliceEnd = 'more' | 'read' | 'ended'

/** Where a walk stands: after the record of this seq, and the heartbeat of this time. */
interface Position {
  seq: number
  tick: number
}

/**
 * Oldest first, the blocks that hold anything of a time, with the heartbeats between them. Between two slices the writer
 * may merge blocks: the walk goes on by `seq`, never by block.
 */
export function walkRecords(segments: SegmentSet, range: TimeRange, visit: (part: RecordPart) => boolean): void {
  const all = segments.byAge()
  const total = countRecords(segments, all, range)
  const position: Position = { seq: 0, tick: -Infinity }
  let walked = 0
  for (const segment of all) {
    const walkSlice = (): SliceEnd => {
      let end = 'read' as SliceEnd
      segments.guard(segment, () => {
        const rows = segment.logFrom(position, sliceBlocks)
        if (rows.length === sliceBlocks) end = 'more'
        for (const row of rows) {
          const records = recordsOf(segments, segment, row, position, range)
          position.seq = Math.max(position.seq, row.last_seq)
          walked += records.length
          const part: RecordPart = { records, fraction: Math.min(1, walked / total) }
          if (row.tick !== null) {
            position.tick = row.tick
            if (row.tick >= range.from && row.tick < range.to) part.tick = row.tick
          }
          if (records.length === 0 && part.tick === undefined) continue
          if (visit(part)) continue
          end = 'ended'
          return
        }
      })
      return end
    }
    let state: SliceEnd = 'more'
    while (state === 'more') state = walkSlice()
    if (state === 'ended') return
  }
}

function recordsOf(segments: SegmentSet, segment: SegmentReader, row: LogRow, position: Position, range: TimeRange): RecordPart['records'] {
  if (row.count === 0 || row.last_seq <= position.seq || !isWithin(row, range)) return []
  const loaded = segment.loader.load(row.id)
  if (loaded.kind !== 'block') {
    segments.noteDamage(segment, `block ${row.id} cannot be read`)
    return []
  }
  const { block } = loaded
  const records: RecordPart['records'] = []
  for (let at = 0; at < block.count; at += 1) if (block.seqs[at]! > position.seq) records.push(block.record(at))
  return records
}

function countRecords(segments: SegmentSet, all: readonly SegmentReader[], range: TimeRange): number {
  let total = 0
  for (const segment of all) {
    segments.guard(segment, () => {
      for (const block of segment.blocks) if (isWithin(block, range)) total += block.count
    })
  }
  return total
}

function isWithin(block: { min_time: number; max_time: number }, { from, to }: TimeRange): boolean {
  return block.max_time >= from && block.min_time < to
}
