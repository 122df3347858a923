import type { FlagOutcome } from '../decide/flags.ts'
import type { SecurityEvent } from '../model/event.ts'

/** What one transaction does to events and counters: told to others once it is committed. */
export class ChangeSet {
  readonly created = new Map<string, SecurityEvent>()
  readonly updated = new Map<string, SecurityEvent>()
  readonly effects: Record<string, { let_through: number; held_back: number }> = {}
  readonly failures: string[] = []
  readonly suppressed: string[] = []
  creations = 0
  updates = 0
  blocked = false

  /** An event made and changed in one transaction is a new one to whoever is told. */
  add(kind: 'created' | 'updated', event: SecurityEvent): void {
    if (kind === 'created') this.creations += 1
    else this.updates += 1
    if (kind === 'created' || this.created.has(event.id)) this.created.set(event.id, event)
    else this.updated.set(event.id, event)
  }

  countEffect(name: string, outcome: FlagOutcome): void {
    const counts = (this.effects[name] ??= { let_through: 0, held_back: 0 })
    counts[outcome] += 1
  }
}
