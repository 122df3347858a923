import type { RecordQuery } from '../model/query.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { BlockCache, Scan, type ScanEnd, type ScanOptions } from './block-scan.ts'
import { valueAt, type DecodedBlock } from './block-decoder.ts'
import { histogramOfRecords } from './record-histogram.ts'
import { explainFailure } from './open-database.ts'
import { listSegments } from './segment-file.ts'
import { openSegmentReader, type BlockMeta, type SegmentReader } from './segment-reader.ts'
import type { Histogram, OpenFailure, RecordPage, SegmentInfo, TelemetryReader } from './store.ts'

/** Opens a directory of segments for reading; it may be empty or not be there yet, and may have a writer. */
export function openTelemetryReader(directory: string): TelemetryReader {
  return new SegmentedReader(directory)
}

export class SegmentedReader implements TelemetryReader {
  private readonly directory: string
  private readonly open = new Map<string, SegmentReader>()
  private readonly refused = new Map<string, OpenFailure>()
  private readonly cache = new BlockCache()

  constructor(directory: string) {
    this.directory = directory
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
    for (const segment of this.segmentsByAge()) {
      this.guard(segment, () => {
        for (const meta of segment.blocks) {
          const inside = wanted.filter((seq) => seq >= meta.first_seq && seq <= meta.last_seq)
          if (inside.length === 0) continue
          const block = this.load(segment, meta)
          for (const seq of inside) {
            const row = block?.seqs.indexOf(seq) ?? -1
            if (block !== undefined && row >= 0) found.push(block.record(row))
          }
        }
      })
    }
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
    for (const segment of this.segmentsByAge()) {
      this.guard(segment, () => {
        for (const { id, count, tick } of segment.logAfter(after)) {
          const loaded = count > 0 ? segment.loader.load(id) : undefined
          if (loaded !== undefined && loaded.kind !== 'block') this.noteDamage(segment, `block ${id} cannot be read`)
          const records: TelemetryRecord[] = []
          if (loaded?.kind === 'block') {
            const { block } = loaded
            for (let row = 0; row < block.count; row += 1) if (block.seqs[row]! > after) records.push(block.record(row))
          }
          if (records.length > 0 || tick !== null) visit(tick === null ? { records } : { records, tick })
        }
      })
    }
  }

  lastSeq(): number {
    return Math.max(0, ...this.segments().map(({ last_seq }) => last_seq))
  }

  segments(): SegmentInfo[] {
    const all: SegmentInfo[] = []
    for (const segment of this.segmentsByAge()) this.guard(segment, () => void all.push(segment.info()))
    return all
  }

  /** Segments and blocks that could not be read. */
  problems(): OpenFailure[] {
    return [...this.refused.values()]
  }

  close(): void {
    for (const { database } of this.open.values()) database.close()
    this.open.clear()
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
    const segments = this.segmentsByAge().reverse()
    let end = { kind: 'complete' } as ScanEnd
    for (const [index, segment] of segments.entries()) {
      this.guard(segment, () => {
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
          const block = this.load(segment, meta)
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
    for (const segment of this.segmentsByAge()) this.guard(segment, () => read(segment))
  }

  private load(segment: SegmentReader, meta: BlockMeta): DecodedBlock | undefined {
    return this.cache.block(segment, meta, (message) => this.noteDamage(segment, message))
  }

  private noteDamage(segment: SegmentReader, message: string): void {
    this.refused.set(`${segment.file} ${message}`, { kind: 'corrupt', file: segment.path, message })
  }

  /** A segment that turns out to be damaged ends its own part of an answer, not the others'. */
  private guard(segment: SegmentReader, read: () => void): void {
    try {
      segment.consistently(read)
    } catch (error) {
      const failure = explainFailure(segment.path, error)
      if (failure === undefined) throw error
      this.refused.set(segment.file, failure)
    }
  }

  /** Looks at the directory anew: segments come and go under a reader. */
  private segmentsByAge(): SegmentReader[] {
    const names = listSegments(this.directory)
    const present = new Set(names.map(({ file }) => file))
    for (const [file, segment] of this.open) {
      if (present.has(file)) continue
      segment.database.close()
      this.open.delete(file)
    }
    const segments: SegmentReader[] = []
    for (const { file, path } of names) {
      let segment = this.open.get(file)
      if (segment === undefined && this.refused.get(file)?.kind !== 'corrupt') {
        const opened = openSegmentReader(path, file)
        if (opened.kind === 'opened') {
          segment = opened.segment
          this.open.set(file, segment)
          this.refused.delete(file)
        } else this.refused.set(file, opened.failure)
      }
      if (segment !== undefined) segments.push(segment)
    }
    return segments
  }
}
