import type { Condition, RecordQuery } from '../model/query.ts'
import type { DecodedBlock } from './block-decoder.ts'
import { valueAt } from './column-decoder.ts'
import type { ScanEnd, ScanOptions } from './block-scan.ts'
import { compileTest } from './query-predicate.ts'
import type { BlockMeta, SegmentReader } from './segment-reader.ts'
import type { Histogram } from './store.ts'

const minuteLength = 60_000
/** A histogram is looked at: beyond this many buckets only the newest are given. */
const mostBuckets = 5000
/** Blocks read so that the first and last minute are counted to the millisecond; with more, whole minutes are counted. */
const mostEdgeBlocks = 40

/** What a histogram needs of the reader. */
export interface HistogramReader {
  scan(query: RecordQuery, options: ScanOptions, visit: (block: DecodedBlock, mask: Uint8Array | undefined) => boolean): ScanEnd
  eachSegment(read: (segment: SegmentReader) => void): void
}

/** Records over time: from the roll-ups where they can answer, else by reading columns. */
export function histogramOfRecords(reader: HistogramReader, query: RecordQuery, options: { interval: number } & ScanOptions): Histogram {
  const buckets = new Buckets(reader, query, options.interval)
  const accepts = options.interval % minuteLength === 0 ? compileForRollups(query.conditions) : undefined
  if (accepts === undefined) {
    const end = countRecords(reader, { ...query, from: buckets.from, to: buckets.to }, options, buckets)
    return buckets.finish(end.kind === 'complete')
  }
  const { from, to } = buckets
  const minutes = { from: Math.ceil(from / minuteLength), to: Math.floor(to / minuteLength) }
  const edges = (
    minutes.from < minutes.to
      ? [
          { from, to: minutes.from * minuteLength },
          { from: minutes.to * minuteLength, to },
        ]
      : [{ from, to }]
  ).filter((edge) => edge.from < edge.to)
  let exact = true
  if (edges.every((edge) => blocksIn(reader, edge) <= mostEdgeBlocks)) {
    for (const edge of edges) exact = countRecords(reader, { ...query, ...edge }, options, buckets).kind === 'complete' && exact
  } else {
    exact = false
    minutes.from = Math.floor(from / minuteLength)
    minutes.to = Math.ceil(to / minuteLength)
  }
  reader.eachSegment((segment) => countRollups(segment, minutes, accepts, buckets))
  return buckets.finish(exact)
}

/** The grid: aligned to the interval, and no larger than can be shown. */
class Buckets {
  readonly from: number
  readonly to: number
  private readonly interval: number
  private readonly first: number
  private readonly counts: Float64Array
  private readonly unparsed: Float64Array
  private readonly series = new Map<string, number[]>()
  private readonly bounded: boolean

  constructor(reader: HistogramReader, query: RecordQuery, interval: number) {
    const range = query.from === undefined || query.to === undefined ? timeRange(reader) : { from: query.from, to: query.to }
    this.interval = interval
    this.to = query.to ?? Math.max(range.to + 1, query.from ?? -Infinity)
    const wanted = query.from ?? Math.min(range.from, this.to)
    const last = Math.ceil(this.to / interval)
    this.first = Math.max(Math.floor(wanted / interval), last - mostBuckets)
    this.from = Math.max(wanted, this.first * interval)
    this.bounded = this.from > wanted
    const size = Math.max(0, last - this.first)
    this.counts = new Float64Array(size)
    this.unparsed = new Float64Array(size)
  }

  add(time: number, source: string, count: number, unparsed: number): void {
    const index = Math.floor(time / this.interval) - this.first
    const bucket = Math.max(0, Math.min(this.counts.length - 1, index))
    this.counts[bucket]! += count
    this.unparsed[bucket]! += unparsed
    let series = this.series.get(source)
    if (series === undefined) {
      series = new Array<number>(this.counts.length).fill(0)
      this.series.set(source, series)
    }
    series[bucket]! += count
  }

  finish(exact: boolean): Histogram {
    const buckets = Array.from(this.counts, (count, i) => ({ time: (this.first + i) * this.interval, count, unparsed: this.unparsed[i]! }))
    return {
      interval: this.interval,
      buckets,
      series: Object.fromEntries([...this.series].sort(([a], [b]) => (a < b ? -1 : 1))),
      total: this.counts.reduce((sum, count) => sum + count, 0),
      exact: exact && !this.bounded,
    }
  }
}

function timeRange(reader: HistogramReader): { from: number; to: number } {
  let from = Infinity
  let to = -Infinity
  reader.eachSegment(({ blocks }) => {
    for (const { min_time, max_time } of blocks) {
      if (min_time < from) from = min_time
      if (max_time > to) to = max_time
    }
  })
  return from <= to ? { from, to } : { from: 0, to: -1 }
}

function blocksIn(reader: HistogramReader, { from, to }: { from: number; to: number }): number {
  let count = 0
  const touches = ({ min_time, max_time }: BlockMeta) => max_time >= from && min_time < to
  reader.eachSegment(({ blocks }) => {
    for (const block of blocks) if (touches(block)) count += 1
  })
  return count
}

function countRecords(reader: HistogramReader, query: RecordQuery, options: ScanOptions, buckets: Buckets): ScanEnd {
  return reader.scan(query, options, (block, mask) => {
    const { times, sources } = block
    const kinds = block.column('event.kind')
    for (let row = 0; row < block.count; row += 1) {
      if (mask !== undefined && mask[row] === 0) continue
      const unparsed = kinds !== undefined && valueAt(kinds, row) === 'pipeline_error' ? 1 : 0
      buckets.add(times[row]!, String(valueAt(sources, row) ?? ''), 1, unparsed)
    }
    return true
  })
}

function countRollups(
  { database }: SegmentReader,
  minutes: { from: number; to: number },
  accepts: (source: string, dataset: string) => boolean,
  buckets: Buckets,
): void {
  const rows = database
    .prepare('SELECT minute, source, dataset, count, unparsed FROM rollup WHERE minute >= ? AND minute < ?')
    .raw()
    .iterate(minutes.from, minutes.to) as Iterable<[number, string, string, number, number]>
  for (const [minute, source, dataset, count, unparsed] of rows) {
    if (accepts(source, dataset)) buckets.add(minute * minuteLength, source, count, unparsed)
  }
}

/** Roll-ups know the source and the dataset and nothing else: undefined when a condition asks for more. */
function compileForRollups(conditions: readonly Condition[]): ((source: string, dataset: string) => boolean) | undefined {
  const tests: ((source: string, dataset: string) => boolean)[] = []
  for (const condition of conditions) {
    if (condition.kind !== 'equals' && condition.kind !== 'wildcard') return undefined
    const test = compileTest(condition)
    const { negated } = condition
    if (condition.field === 'source') tests.push((source) => test(source) !== negated)
    else if (condition.field === 'event.dataset') tests.push((_, dataset) => (dataset !== '' && test(dataset)) !== negated)
    else return undefined
  }
  return (source, dataset) => tests.every((test) => test(source, dataset))
}
