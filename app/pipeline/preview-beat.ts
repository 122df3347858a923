import type { TelemetryRecord } from '../model/record.ts'
import { importSource } from '../model/source.ts'

/** As the engine beats; milliseconds. */
const interval = 10_000
/** After a longer pause without a record nobody can say any more whether the engine was running. */
const longestPause = 5 * 60_000

/**
 * The heartbeats that a store has forgotten: it keeps them until a snapshot of the detectors covers them. When records
 * arrived says when the engine was running, so it must have beaten then. Files are imported at any time and say nothing.
 */
export class PreviewBeat {
  private last: number | undefined

  /** A heartbeat that the store still has. */
  note(tick: number): void {
    if (this.last === undefined || tick > this.last) this.last = tick
  }

  /** Calls `tick` for every heartbeat that came before this record. */
  before(record: TelemetryRecord, tick: (time: number) => void): void {
    if (record.source === importSource) return
    const { arrival } = record
    if (this.last === undefined || arrival - this.last > longestPause) this.last = arrival - interval
    while (arrival - this.last >= interval) {
      this.last += interval
      tick(this.last)
    }
  }
}
