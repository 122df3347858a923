import type { FlagReader } from '../decide/flags.ts'
import type { Committed } from '../pipeline/messages.ts'
import { lookupsFor } from './event-desk.ts'
import type { FlagDesk } from './flag-desk.ts'

/**
 * Commits become events in their order. Those that wait for this thread together are applied together: each application is
 * one transaction with a sync to the disk, and an attack brings many commits. A provider of flags that must be asked first
 * makes the commits after it wait.
 */
export class CommitLine {
  private gathered: Committed[] = []
  private timer: NodeJS.Immediate | undefined
  private tail: Promise<void> = Promise.resolve()
  private waiting = 0
  private readonly flags: FlagDesk
  private readonly apply: (committed: readonly Committed[], flags: FlagReader) => void

  constructor(flags: FlagDesk, apply: (committed: readonly Committed[], flags: FlagReader) => void) {
    this.flags = flags
    this.apply = apply
  }

  take(committed: Committed): void {
    this.gathered.push(committed)
    // Somebody waits for exactly this one.
    if (committed.flushed.length > 0) this.proceed()
    else this.timer ??= setImmediate(() => this.proceed())
  }

  /** When what has come so far is applied. */
  async settled(): Promise<void> {
    this.proceed()
    await this.tail
  }

  private proceed(): void {
    clearImmediate(this.timer)
    this.timer = undefined
    const gathered = this.gathered
    this.gathered = []
    if (gathered.length === 0) return
    const reader = this.flags.reader()
    if (reader.prepare === undefined && this.waiting === 0) return this.apply(gathered, reader)
    const prepared = reader.prepare?.(lookupsFor(gathered.flatMap(({ observations }) => observations)))
    this.waiting += 1
    this.tail = this.tail
      .then(() => prepared)
      .then(() => {
        this.waiting -= 1
        this.apply(gathered, reader)
      })
  }
}

/** What the parts bring, in their order, as one. */
export function joinCommitted(parts: readonly Committed[]): Pick<Committed, 'seq' | 'observations' | 'ticks' | 'snapshots'> {
  return {
    seq: Math.max(...parts.map(({ seq }) => seq)),
    observations: parts.flatMap(({ observations }) => observations),
    ticks: parts.flatMap(({ ticks }) => ticks),
    snapshots: parts.flatMap(({ snapshots }) => snapshots),
  }
}
