import type { FlagReader } from '../decide/flags.ts'
import type { Committed } from '../pipeline/messages.ts'
import { lookupsFor } from './event-desk.ts'
import type { FlagDesk } from './flag-desk.ts'

/**
 * Commits are applied in their order. With flags of our own that happens at once; a provider that must be asked first makes
 * the commits after it wait.
 */
export class CommitLine {
  private tail: Promise<void> = Promise.resolve()
  private waiting = 0
  private readonly flags: FlagDesk
  private readonly apply: (committed: Committed, flags: FlagReader) => void

  constructor(flags: FlagDesk, apply: (committed: Committed, flags: FlagReader) => void) {
    this.flags = flags
    this.apply = apply
  }

  take(committed: Committed): void {
    const reader = this.flags.reader()
    if (reader.prepare === undefined && this.waiting === 0) return this.apply(committed, reader)
    const prepared = reader.prepare?.(lookupsFor(committed.observations))
    this.waiting += 1
    this.tail = this.tail
      .then(() => prepared)
      .then(() => {
        this.waiting -= 1
        this.apply(committed, reader)
      })
  }

  /** When what has come so far is applied. */
  settled(): Promise<void> {
    return this.tail
  }
}
