import type { RecordQuery } from '../model/query.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { BlockCache, Scan, type ScanEnd, type ScanOptions } from './block-scan.ts'
import type { DecodedBlock } from './block-decoder.ts'
import { valueAt } from './column-decoder.ts'
import { histogramOfRecords } from './record-histogram.ts'
import { walkRecords } from './record-walk.ts'
import type { BlockMeta, SegmentReader } from './segment-reader.ts'
import { SegmentSet } from './segment-set.ts'
import type { Histogram, OpenFailure, RecordPage, RecordPart, SegmentInfo, TelemetryReader, TimeRange } from './store.ts'

/** Opens a directory of segments for reading; it may be empty or not be there yet, and may have a writer. */
export function openTelemetryReader(directory: string): TelemetryReader {
  return new SegmentedReader(directory)
}

export class SegmentedReader implements TelemetryReader {
  private readonly segmentSet: SegmentSet
  private readonly cache = new BlockCache()

  constructor(directory: string) {
    this.segmentSet = new SegmentSet(directory)
  }

  search(query: RecordQuery, options: { cursor?: number; limit: number } & ScanOptions): RecordPage {
    const { cursor = Infinity, limit } = options
    const records: TelemetryRecord[] = []
    let scanned = 0
    let next: number | undefined
    const end = this.scan(query, { ...options, before: cursor }, (block, mask) => {
      scanned += block.count
      for (let row = block.count - 1; row >= 0; row -= 1) {
        if ((mask !== undefined && mask[row] === 0) || block.seqs[row]! >= cursor) continue
        records.push(block.record(row))
        if (records.length === limit) return false
      }
      return true
    })
    if (records.length === limit) next = records.at(-1)?.seq ?? cursor
    else if (end.kind === 'stopped') next = end.resume
    return { records, ...(next === undefined ? {} : { next }), scanned, exhausted: next === undefined }
  }

  histogram(query: RecordQuery, options: { interval: number } & ScanOptions): Histogram {
    return histogramOfRecords(this, query, options)
  }

  get(seqs: readonly number[]): TelemetryRecord[] {
    const wanted = [...new Set(seqs)].sort((a, b) => a - b)
    const found: TelemetryRecord[] = []
    this.eachSegment((segment) => {
      for (const meta of segment.blocks) {
        const inside = wanted.filter((seq) => seq >= meta.first_seq && seq <= meta.last_seq)
        if (inside.length === 0) continue
        const block = this.cache.block(segment, meta, (message) => this.segmentSet.noteDamage(segment, message))
        for (const seq of inside) {
          const row = block?.seqs.indexOf(seq) ?? -1
          if (block !== undefined && row >= 0) found.push(block.record(row))
        }
      }
    })
    return found
  }

  top(query: RecordQuery, field: string, options: { limit: number } & ScanOptions): { value: string; count: number }[] {
    const counts = new Map<string, number>()
    this.scan(query, options, (block, mask) => {
      const column = field === 'source' ? block.sources : block.column(field)
      if (column === undefined) return true
      for (let row = 0; row < block.count; row += 1) {
        if (mask !== undefined && mask[row] === 0) continue
        const value = column.kind === 'suffixes' ? block.valueOf(column, row) : valueAt(column, row)
        if (value === undefined) continue
        const text = String(value)
        counts.set(text, (counts.get(text) ?? 0) + 1)
      }
      return true
    })
    const all = [...counts].map(([value, count]) => ({ value, count }))
    return all.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, options.limit)
  }

  count(query: RecordQuery = { conditions: [] }): number {
    let total = 0
    const whole = (_: SegmentReader, meta: BlockMeta) => {
      total += meta.count
    }
    this.scan(query, { whole }, (_, mask) => {
      for (const one of mask ?? []) total += one
      return true
    })
    return total
  }

  replay(after: number, visit: (part: { records: TelemetryRecord[]; tick?: number }) => void): void {
    this.eachSegment((segment) => {
      for (const { id, last_seq, count, tick } of segment.logAfter(after)) {
        const loaded = count > 0 && last_seq > after ? segment.loader.load(id) : undefined
        if (loaded !== undefined && loaded.kind !== 'block') this.segmentSet.noteDamage(segment, `block ${id} cannot be read`)
        const records: TelemetryRecord[] = []
        if (loaded?.kind === 'block') {
          const { block } = loaded
          for (let row = 0; row < block.count; row += 1) if (block.seqs[row]! > after) records.push(block.record(row))
        }
        if (records.length > 0 || tick !== null) visit(tick === null ? { records } : { records, tick })
      }
    })
  }

  walk(range: TimeRange, visit: (part: RecordPart) => boolean): void {
    walkRecords(this.segmentSet, range, visit)
  }

  lastSeq(): number {
    return Math.max(0, ...this.segments().map(({ last_seq }) => last_seq))
  }

  segments(): SegmentInfo[] {
    const all: SegmentInfo[] = []
    this.eachSegment((segment) => void all.push(segment.info()))
    return all
  }

  /** Segments and blocks that could not be read. */
  problems(): OpenFailure[] {
    return this.segmentSet.problems()
  }

  close(): void {
    this.segmentSet.close()
  }

  /**
   * Visits blocks newest first: `mask` says which rows match (undefined: all). `visit` returns false to end.
   * `whole` is given blocks that match entirely without their being read.
   */
  scan(
    query: RecordQuery,
    options: ScanOptions & { before?: number; whole?: (segment: SegmentReader, meta: BlockMeta) => void },
    visit: (block: DecodedBlock, mask: Uint8Array | undefined) => boolean,
  ): ScanEnd {
    const { before = Infinity, whole, cancel, budget_ms = Infinity, onProgress } = options
    const scan = new Scan(query)
    const until = performance.now() + budget_ms
    const segments = this.segmentSet.byAge().reverse()
    let end = { kind: 'complete' } as ScanEnd
    for (const [index, segment] of segments.entries()) {
      this.segmentSet.guard(segment, () => {
        const { blocks } = segment
        for (let i = blocks.length - 1; i >= 0; i -= 1) {
          const meta = blocks[i]!
          if (meta.first_seq >= before || !scan.inRange(meta)) continue
          if (cancel?.cancelled === true || performance.now() > until) {
            end = { kind: 'stopped', resume: meta.last_seq + 1 }
            return
          }
          onProgress?.((index + 1 - i / blocks.length) / segments.length)
          if (whole !== undefined && scan.coversAll(meta)) {
            whole(segment, meta)
            continue
          }
          if (!this.cache.mayMatch(segment, meta, scan.predicate)) continue
          const block = this.cache.block(segment, meta, (message) => this.segmentSet.noteDamage(segment, message))
          if (block === undefined) continue
          const mask = scan.coversAll(meta) ? undefined : scan.mask(block)
          if (mask === undefined && !scan.coversAll(meta)) continue
          if (!visit(block, mask)) {
            end = { kind: 'stopped', resume: meta.first_seq }
            return
          }
        }
      })
      if (end.kind === 'stopped') break
    }
    return end
  }

  /** Calls `read` for each segment, oldest first, on one state of it. */
  eachSegment(read: (segment: SegmentReader) => void): void {
    for (const segment of this.segmentSet.byAge()) this.segmentSet.guard(segment, () => read(segment))
  }
}
