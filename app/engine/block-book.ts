import { randomUUID } from 'node:crypto'
import type { BlockEntry } from '../model/block-entry.ts'
import type { SecurityEvent } from '../model/event.ts'
import type { ConsoleStore, EventWriter } from '../store/store.ts'
import { addressToBlock, readBlockAddress } from './block-address.ts'

/** An address stays on the list this long after the last event that put it there; milliseconds. */
export const decisionHold = 24 * 3_600_000
/** While an episode goes on its entry is renewed, but not with every observation: each renewal is a line in the activity log. */
const renewBefore = decisionHold / 2

/** What firewalls poll: addresses that decisions or analysts have put on the list, until their time is over. */
export class BlockBook {
  private readonly console: ConsoleStore
  private readonly exempt: () => readonly string[]
  private entries: BlockEntry[] = []

  /** `exempt`: networks that no decision puts on the list. */
  constructor(console: ConsoleStore, exempt: () => readonly string[], now: number) {
    this.console = console
    this.exempt = exempt
    this.reload(now)
  }

  list(now: number): BlockEntry[] {
    return this.entries.filter(({ expires_at }) => expires_at > now)
  }

  /** An analyst's entry. */
  add(
    input: { value: string; reason: string; event_id?: string; hours: number },
    { who, at }: { who: string; at: number },
  ): { kind: 'added'; entry: BlockEntry } | { kind: 'refused'; message: string } {
    const read = readBlockAddress(input.value)
    if (read.kind === 'refused') return { kind: 'refused', message: `${input.value.trim()} ${read.message}.` }
    const added = this.console.addBlockEntry({
      id: randomUUID(),
      value: read.value,
      kind: read.family,
      origin: 'analyst',
      reason: input.reason,
      ...(input.event_id !== undefined && { event_id: input.event_id }),
      added_by: who,
      added_at: at,
      expires_at: at + Math.round(input.hours * 3_600_000),
    })
    this.reload(at)
    return added.kind === 'lifted'
      ? { kind: 'refused', message: `${read.value} was taken off the list.` }
      : { kind: 'added', entry: added.entry }
  }

  remove(id: string, context: { who: string; at: number }): BlockEntry | undefined {
    const removed = this.console.removeBlockEntry(id, context)
    if (removed !== undefined) this.reload(context.at)
    return removed
  }

  /** Within the transaction that records the event. True when the list changes: `reload` once it is committed. */
  takeDecision(event: SecurityEvent, writer: Pick<EventWriter, 'addBlockEntry'>, now: number): boolean {
    const value = addressToBlock(event, this.exempt())
    if (value === undefined) return false
    const held = this.entries.find((entry) => entry.value === value)
    if (held !== undefined && held.expires_at - now > renewBefore) return false
    const added = writer.addBlockEntry({
      id: randomUUID(),
      value,
      kind: 'ip',
      origin: 'decision',
      reason: event.title,
      event_id: event.id,
      added_by: 'vedette',
      added_at: now,
      expires_at: now + decisionHold,
    })
    return added.kind === 'added' || added.kind === 'renewed'
  }

  /** Takes off what has run out; true when that was anything. */
  expire(now: number): boolean {
    if (this.entries.every(({ expires_at }) => expires_at > now)) return false
    this.console.expireBlockEntries(now)
    this.reload(now)
    return true
  }

  reload(now: number): void {
    this.entries = this.console.blockEntries(now)
  }
}
