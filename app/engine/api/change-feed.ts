import { setImmediate } from 'node:timers/promises'
import type { ApiEvent } from '../../contract/api.ts'
import type { ConsoleStore } from '../../store/store.ts'
import { viewEvent } from './event-view.ts'

/** Read at once; whoever comes back after a long time must not hold up the engine. */
const pageSize = 200

export interface Change {
  id: number
  event: ApiEvent
}

/**
 * What happens to events, for whoever follows. Everything is read from the store by the number of its change, so that what
 * was missed and what happens now are one sequence without gaps or repetitions; a push is only a reason to look.
 */
export class ChangeFeed {
  private readonly console: ConsoleStore
  /** The store cannot be read: followers hear the rest when it can. */
  private readonly failed: (error: unknown) => void
  private readonly followers = new Set<() => void>()

  constructor(console: ConsoleStore, failed: (error: unknown) => void) {
    this.console = console
    this.failed = failed
  }

  /** Something changed. */
  wake(): void {
    for (const look of this.followers) look()
  }

  follow(after: number | undefined, listener: (change: Change) => void): () => void {
    const newest = this.console.lastChange()
    // A number that is still to come is of another store: theirs is lost, ours begins now.
    let last = Math.min(after ?? newest, newest)
    let isReading = false
    let isStale = false
    const look = () => {
      isStale = true
      if (isReading) return
      isReading = true
      void read()
    }
    const read = async () => {
      try {
        while (isStale) {
          isStale = false
          // Many events of one moment are read together.
          await setImmediate()
          for (const { change, event } of this.following(look) ? this.console.changesAfter(last, pageSize) : []) {
            if (!this.following(look)) return
            last = change
            isStale = true
            listener({ id: change, event: viewEvent(event, this.console.notes(event.id)) })
          }
        }
      } catch (error) {
        this.failed(error)
      } finally {
        isReading = false
      }
    }
    this.followers.add(look)
    look()
    return () => void this.followers.delete(look)
  }

  /** Nobody is told anything any more: the store closes. */
  close(): void {
    this.followers.clear()
  }

  private following(look: () => void): boolean {
    return this.followers.has(look)
  }
}
