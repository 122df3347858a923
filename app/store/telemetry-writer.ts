import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Batch } from '../model/block.ts'
import { chooseRun, mergeRun } from './block-merge.ts'
import { explainFailure } from './open-database.ts'
import { listSegments, removeDropped, removeSegment, segmentFile } from './segment-file.ts'
import { openSegmentWriter, type SegmentWriter } from './segment-writer.ts'
import type { OpenFailure, SegmentInfo, TelemetryLimits, TelemetryWriter } from './store.ts'

export type OpenedWriter =
  /** `problems`: segments that were refused; the others work. */
  { kind: 'opened'; writer: TelemetryWriter; problems: OpenFailure[] } | { kind: 'failed'; failure: OpenFailure }

/** More records than a segment ever holds: the seqs of one that cannot be read are given up, not used again. */
const unreadableSegment = 2 ** 30
const maintenanceSlice = 40
const hour = 3_600_000
const day = 24 * hour

/**
 * Opens a directory of segments for writing; there may be one writer to a directory. `known`: the newest seq that others know of. Events
 * outlive their records (retention, a folder that was emptied, a power cut): a number that was given once must not be given again.
 */
export function openTelemetryWriter(directory: string, limits: TelemetryLimits, known = 0): OpenedWriter {
  try {
    mkdirSync(directory, { recursive: true })
  } catch (error) {
    const failure = explainFailure(directory, error)
    if (failure === undefined) throw error
    return { kind: 'failed', failure }
  }
  removeDropped(directory)
  const problems: OpenFailure[] = []
  const active: SegmentWriter[] = []
  const settled: SettledSegment[] = []
  let lastSeq = known
  for (const { path, file, first_seq } of listSegments(directory)) {
    const opened = openSegmentWriter(path, file, Date.now())
    if (opened.kind === 'failed') {
      // No fault of the segment: it must not be passed over as one that cannot be read.
      if (opened.failure.kind === 'full') {
        for (const { database } of active) database.close()
        return opened
      }
      problems.push(opened.failure)
      lastSeq = Math.max(lastSeq, first_seq + unreadableSegment)
      continue
    }
    const { segment } = opened
    lastSeq = Math.max(lastSeq, segment.info.last_seq)
    if (segment.readMeta('settled_at') === undefined) active.push(segment)
    else settled.push(settle(segment))
  }
  return { kind: 'opened', writer: new SegmentedWriter(directory, limits, { active, settled }, lastSeq), problems }
}

/** Closed and merged: nothing to do but to be counted and, one day, dropped. */
interface SettledSegment {
  info: SegmentInfo
  path: string
  closedAt: number
}

function settle(segment: SegmentWriter): SettledSegment {
  const held = { info: segment.measure(), path: segment.path, closedAt: segment.closedAt ?? 0 }
  segment.database.close()
  return held
}

class SegmentedWriter implements TelemetryWriter {
  private readonly directory: string
  private limits: TelemetryLimits
  /** Oldest first, all newer than the settled ones but for segments that could not be merged yet. */
  private active: SegmentWriter[]
  private settled: SettledSegment[]
  private last: number
  private coveredSeq = 0
  private readonly unmergeable = new Set<SegmentWriter>()

  constructor(directory: string, limits: TelemetryLimits, found: { active: SegmentWriter[]; settled: SettledSegment[] }, lastSeq: number) {
    this.directory = directory
    this.limits = limits
    this.active = found.active
    this.settled = found.settled
    this.last = lastSeq
  }

  lastSeq(): number {
    return this.last
  }

  append(batches: readonly Batch[]): void {
    if (batches.length === 0) return
    const segment = this.openSegment(batches)
    try {
      segment.database.transaction(() => segment.write(batches, this.last))()
    } catch (error) {
      segment.reload()
      throw error
    }
    this.last = Math.max(this.last, segment.info.last_seq)
  }

  maintain(now: number): boolean {
    const until = performance.now() + maintenanceSlice
    this.closeWhatIsDue(now)
    removeDropped(this.directory)
    for (const segment of [...this.active]) {
      while (!this.unmergeable.has(segment)) {
        const run = chooseRun(segment.rows, this.coveredSeq, !segment.info.open)
        if (run === undefined) break
        if (!this.tryMerge(segment, run)) this.unmergeable.add(segment)
        if (performance.now() > until) return true
      }
      if (!segment.info.open && segment.info.last_seq <= this.coveredSeq) this.retire(segment, now)
    }
    return false
  }

  segments(): SegmentInfo[] {
    return this.held().map(({ info, closedAt }) => ({ ...info, closed_at: closedAt }))
  }

  expired(now: number): SegmentInfo[] {
    const segments = this.held()
    const oldestKept = now - this.limits.retention_days * day
    let bytes = segments.reduce((sum, { info }) => sum + info.bytes, 0)
    const expired: SegmentInfo[] = []
    for (const [at, { info, closedAt }] of segments.entries()) {
      if (closedAt === undefined) break
      // This machine's clock may have been ahead for a while: no segment was closed after one that follows it.
      const closed = segments.slice(at).reduce((earliest, later) => Math.min(earliest, later.closedAt ?? now), closedAt)
      if (closed >= oldestKept && bytes <= this.limits.budget_bytes) break
      expired.push(info)
      bytes -= info.bytes
    }
    return expired
  }

  drop(file: string): void {
    const active = this.active.find((segment) => segment.file === file)
    if (active?.info.open) return
    active?.database.close()
    const path = active?.path ?? this.settled.find(({ info }) => info.file === file)?.path
    if (path === undefined) return
    this.active = this.active.filter((segment) => segment !== active)
    this.settled = this.settled.filter(({ info }) => info.file !== file)
    removeSegment(path)
  }

  covered(seq: number): void {
    this.coveredSeq = Math.max(this.coveredSeq, seq)
  }

  configure(limits: TelemetryLimits): void {
    this.limits = limits
  }

  close(): void {
    for (const { database } of this.active) database.close()
    this.active = []
  }

  /** Oldest first. */
  private held(): { info: SegmentInfo; closedAt: number | undefined }[] {
    const active = this.active.map((segment) => ({ info: { ...segment.measure() }, closedAt: segment.closedAt }))
    return [...this.settled, ...active].sort((a, b) => a.info.first_seq - b.info.first_seq || a.info.created_at - b.info.created_at)
  }

  private openSegment(batches: readonly Batch[]): SegmentWriter {
    const newest = this.active.at(-1)
    if (newest?.info.open) return newest
    const first = batches.find(({ block }) => block !== undefined && block.count > 0)?.block?.first_seq ?? this.last + 1
    const file = segmentFile(first)
    const opened = openSegmentWriter(join(this.directory, file), file, Date.now())
    if (opened.kind === 'failed') throw new Error(opened.failure.message)
    this.active.push(opened.segment)
    return opened.segment
  }

  private closeWhatIsDue(now: number): void {
    const segment = this.active.at(-1)
    if (segment === undefined || !segment.info.open || segment.info.records === 0) return
    const { created_at, bytes } = segment.measure()
    if (Math.abs(now - created_at) >= this.limits.segment_hours * hour || bytes >= this.limits.segment_bytes) segment.finish(now)
  }

  /** False when the segment is damaged: it keeps its small blocks. */
  private tryMerge(segment: SegmentWriter, run: { from: number; to: number }): boolean {
    try {
      return mergeRun(segment, run, this.coveredSeq)
    } catch (error) {
      if (explainFailure(segment.path, error)?.kind === 'corrupt') return false
      throw error
    }
  }

  private retire(segment: SegmentWriter, now: number): void {
    segment.writeMeta('settled_at', now)
    this.active = this.active.filter((other) => other !== segment)
    this.settled.push(settle(segment))
  }
}
