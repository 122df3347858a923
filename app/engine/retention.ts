import type { Corridor } from '../pipeline/corridor.ts'
import type { ReaderClient } from '../pipeline/reader-client.ts'
import type { ConsoleStore, SegmentInfo } from '../store/store.ts'

/** Drops what is past its time or over the budget, oldest first, after copying the evidence of events out of it. */
export class Retention {
  private dropping = false
  private readonly corridor: Corridor
  private readonly reader: ReaderClient
  private readonly console: ConsoleStore

  constructor(corridor: Corridor, reader: ReaderClient, console: ConsoleStore) {
    this.corridor = corridor
    this.reader = reader
    this.console = console
  }

  async drop(expired: readonly SegmentInfo[]): Promise<void> {
    if (this.dropping) return
    this.dropping = true
    try {
      for (const segment of expired) {
        const seqs = this.console.evidenceBetween(segment.first_seq, segment.last_seq)
        if (seqs.length > 0) this.console.keepEvidence(await this.reader.records(seqs))
        await this.corridor.dropSegment(segment.file)
      }
    } finally {
      this.dropping = false
    }
  }
}
