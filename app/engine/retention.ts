import type { ChannelPlatform } from '../alert/channel.ts'
import type { Corridor } from '../pipeline/corridor.ts'
import type { ReaderClient } from '../pipeline/reader-client.ts'
import type { ConsoleStore, SegmentInfo } from '../store/store.ts'

export interface RetentionParts {
  corridor: Pick<Corridor, 'dropSegment'>
  reader: Pick<ReaderClient, 'records'>
  console: ConsoleStore
  log: ChannelPlatform['log']
  /** Writes down what is known from records alone, and still needed when they are gone. */
  beforeDrop: () => Promise<void>
}

/** Drops what is past its time or over the budget, oldest first, after copying the evidence of events out of it. */
export class Retention {
  private dropping: Promise<void> | undefined
  private taken = { segments: 0, records: 0 }
  private readonly parts: RetentionParts

  constructor(parts: RetentionParts) {
    this.parts = parts
  }

  async drop(expired: readonly SegmentInfo[]): Promise<void> {
    if (this.dropping !== undefined || expired.length === 0) return
    this.dropping = this.dropAll(expired).finally(() => (this.dropping = undefined))
    await this.dropping
  }

  /** Waits for what is being dropped. Gives all that was dropped since it was asked last. */
  async finish(): Promise<{ segments: number; records: number }> {
    await this.dropping
    const { taken } = this
    this.taken = { segments: 0, records: 0 }
    return taken
  }

  private async dropAll(expired: readonly SegmentInfo[]): Promise<void> {
    try {
      await this.parts.beforeDrop()
      for (const segment of expired) await this.dropSegment(segment)
    } catch (error) {
      // It stays, and is tried again in a second.
      this.parts.log({ level: 'error', message: `retention: ${error instanceof Error ? error.message : String(error)}` })
    }
  }

  private async dropSegment({ file, first_seq, last_seq, records, bytes, min_time, max_time }: SegmentInfo): Promise<void> {
    const { corridor, reader, console, log } = this.parts
    const seqs = console.evidenceBetween(first_seq, last_seq)
    const evidence = seqs.length > 0 ? await reader.records(seqs) : []
    if (evidence.length > 0) console.keepEvidence(evidence)
    await corridor.dropSegment(file)
    this.taken = { segments: this.taken.segments + 1, records: this.taken.records + records }
    const dropped = { records, bytes, from: new Date(min_time).toISOString(), to: new Date(max_time).toISOString() }
    const entry = { who: 'vedette', what: 'retention.drop', subject: `telemetry:${file}` }
    console.addActivity({ at: Date.now(), ...entry, before: dropped, after: { evidence_kept: evidence.length } })
    log({ level: 'info', message: `retention: dropped ${records} records up to ${dropped.to}`, file, ...dropped })
  }
}
