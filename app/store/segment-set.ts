import { explainFailure } from './open-database.ts'
import { listSegments } from './segment-file.ts'
import { openSegmentReader, type SegmentReader } from './segment-reader.ts'
import type { OpenFailure } from './store.ts'

/** The segments of a directory as a reader has them open; they come and go under it. */
export class SegmentSet {
  private readonly directory: string
  private readonly open = new Map<string, SegmentReader>()
  /** What could not be read, by file or by file and block. */
  private readonly refused = new Map<string, OpenFailure>()

  constructor(directory: string) {
    this.directory = directory
  }

  /** Looks at the directory anew; oldest first. */
  byAge(): SegmentReader[] {
    const names = listSegments(this.directory)
    const present = new Set(names.map(({ file }) => file))
    for (const [file, segment] of this.open) {
      if (present.has(file)) continue
      segment.database.close()
      this.open.delete(file)
    }
    return names.flatMap(({ file, path }) => this.open.get(file) ?? this.tryOpen(file, path) ?? [])
  }

  /** Reads one state of a segment; one that turns out to be damaged ends its own part of an answer, not the others'. */
  guard(segment: SegmentReader, read: () => void): void {
    try {
      segment.consistently(read)
    } catch (error) {
      const failure = explainFailure(segment.path, error)
      if (failure === undefined) throw error
      this.refused.set(segment.file, failure)
    }
  }

  noteDamage(segment: SegmentReader, message: string): void {
    this.refused.set(`${segment.file} ${message}`, { kind: 'corrupt', file: segment.path, message })
  }

  problems(): OpenFailure[] {
    return [...this.refused.values()]
  }

  close(): void {
    for (const { database } of this.open.values()) database.close()
    this.open.clear()
  }

  private tryOpen(file: string, path: string): SegmentReader | undefined {
    const refused = this.refused.get(file)?.kind
    if (refused === 'corrupt' || refused === 'newer') return undefined
    const opened = openSegmentReader(path, file)
    if (opened.kind === 'opened') {
      this.open.set(file, opened.segment)
      this.refused.delete(file)
      return opened.segment
    }
    if (opened.kind === 'failed') this.refused.set(file, opened.failure)
    return undefined
  }
}
