import { LRUCache } from 'lru-cache'
import type { RecordQuery } from '../model/query.ts'
import type { DecodedBlock } from './block-decoder.ts'
import { compileConditions, type Predicate } from './query-predicate.ts'
import type { BlockMeta, SegmentReader } from './segment-reader.ts'
import type { Cancel } from './store.ts'

export interface ScanOptions {
  cancel?: Cancel
  budget_ms?: number
  onProgress?: (fraction: number) => void
}

/** Where a scan ended: at the end of the log, or before the records from `resume` on were looked at. */
export type ScanEnd = { kind: 'complete' } | { kind: 'stopped'; resume: number }

/** A query, compiled, with its bounds in time. */
export class Scan {
  readonly from: number
  readonly to: number
  readonly predicate: Predicate

  constructor(query: RecordQuery) {
    this.from = query.from ?? -Infinity
    this.to = query.to ?? Infinity
    this.predicate = compileConditions(query.conditions)
  }

  /** False when the list of blocks alone says that none of the block's records matches. */
  inRange(block: BlockMeta): boolean {
    return block.max_time >= this.from && block.min_time < this.to
  }

  /** True when every record of the block matches, whatever it holds. */
  coversAll(block: BlockMeta): boolean {
    return this.predicate.always && block.min_time >= this.from && block.max_time < this.to
  }

  /** Rows that match: 1. Undefined when none can. */
  mask(block: DecodedBlock): Uint8Array | undefined {
    const mask = new Uint8Array(block.count).fill(1)
    const { from, to } = this
    if (block.head.min_time < from || block.head.max_time >= to) {
      const { times } = block
      for (let row = 0; row < mask.length; row += 1) if (!(times[row]! >= from && times[row]! < to)) mask[row] = 0
    }
    this.predicate.narrow(block, mask)
    return mask.includes(1) ? mask : undefined
  }
}

/** Blocks as they are read most: decoded, the latest few; filters, which are small, more of them. */
export class BlockCache {
  private readonly blocks = new LRUCache<string, DecodedBlock>({ maxSize: 64 << 20, sizeCalculation: (block) => block.head.rawAt * 3 + 1 })
  private readonly filters = new LRUCache<string, Uint8Array>({ maxSize: 96 << 20, sizeCalculation: (filter) => filter.length + 64 })

  /** Undefined when the block is damaged; `damaged` is told. */
  block(segment: SegmentReader, meta: BlockMeta, damaged: (message: string) => void): DecodedBlock | undefined {
    const key = keyOf(segment, meta)
    const held = this.blocks.get(key)
    if (held !== undefined) return held
    const loaded = segment.loader.load(meta.id)
    if (loaded.kind !== 'block') {
      damaged(`${segment.file}: ${loaded.kind === 'corrupt' ? loaded.message : `block ${meta.id} is missing`}`)
      return undefined
    }
    this.blocks.set(key, loaded.block)
    return loaded.block
  }

  mayMatch(segment: SegmentReader, meta: BlockMeta, predicate: Predicate): boolean {
    if (predicate.always) return true
    const key = keyOf(segment, meta)
    let filter = this.filters.get(key)
    if (filter === undefined) {
      filter = Uint8Array.from(segment.loader.filter(meta.id) ?? [])
      this.filters.set(key, filter)
    }
    return predicate.mayMatch(filter)
  }
}

/** A merged block takes the id of the first it replaces, and is larger. */
function keyOf(segment: SegmentReader, meta: BlockMeta): string {
  return `${segment.file} ${meta.id} ${meta.count}`
}
