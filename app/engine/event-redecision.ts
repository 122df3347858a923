import { setImmediate } from 'node:timers/promises'
import { redecide } from '../decide/decider.ts'
import { alertingFlag, blockingFlag, subjectOf, type FlagReader } from '../decide/flags.ts'
import type { Masker } from '../decide/masking/masker.ts'
import type { SecurityEvent } from '../model/event.ts'
import type { EventQuery } from '../model/query.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import type { ConsoleStore, EventWriter, Redecided } from '../store/store.ts'
import type { FlagDesk } from './flag-desk.ts'

/** Events read at a time: other questions come in between. */
const pageSize = 500

export interface DecisionCounts {
  alerts: number
  step_ups: number
  blocks: number
}

export interface Applied extends Redecided {
  blocked: boolean
  /** Entries that the blocklist has now and had not before. */
  block_entries: string[]
}

export interface RedecisionParts {
  console: ConsoleStore
  flags: FlagDesk
  /** What is never kept. */
  masker: () => Masker
  /** Within the transaction: whether the event changed the blocklist. */
  block: (event: SecurityEvent, writer: EventWriter, now: number) => boolean
}

/** Decides stored events anew: to change them, or only to count what would become of them. */
export class Redecision {
  private readonly parts: RedecisionParts

  constructor(parts: RedecisionParts) {
    this.parts = parts
  }

  /** The open events of a type, by the profiles in force. It alerts nobody: whoever asks is looking at them. */
  async apply(anomalyType: string, profiles: ReadonlyMap<string, RuleProfile>, context: { who: string; at: number }): Promise<Applied> {
    const { console, block } = this.parts
    const masker = this.parts.masker()
    const flags = await this.readerFor({ anomaly_types: [anomalyType], statuses: ['new', 'acknowledged', 'in_progress'] })
    const failures: string[] = []
    const now = context.at
    const onFlagFailure = (name: string) => void failures.push(name)
    const result = console.recordEvent((writer) => {
      const block_entries: string[] = []
      const noting: EventWriter = {
        ...writer,
        addBlockEntry: (entry) => {
          const added = writer.addBlockEntry(entry)
          if (added.kind === 'added') block_entries.push(added.entry.id)
          return added
        },
      }
      const redecided = console.redecideEvents(
        anomalyType,
        (event) => redecide(event, { profiles, flags, masker, now, onFlagFailure }),
        context,
      )
      const blocked = redecided.events.filter((event) => event.decision.should_block && block(event, noting, now)).length > 0
      return { ...redecided, blocked, block_entries }
    })
    failures.forEach(this.parts.flags.failed)
    return result
  }

  /** What each of these profiles would make of the stored events of a time. Undefined when `signal` says stop. */
  async count(
    query: EventQuery,
    profiles: readonly RuleProfile[],
    signal: AbortSignal,
  ): Promise<{ events: number; decisions: DecisionCounts[] } | undefined> {
    const maps = profiles.map((profile) => new Map([[profile.anomaly_type, profile]]))
    const decisions = profiles.map((): DecisionCounts => ({ alerts: 0, step_ups: 0, blocks: 0 }))
    const reader = this.parts.flags.reader()
    let events = 0
    for await (const page of this.pages(query)) {
      if (signal.aborted) return undefined
      await reader.prepare?.(lookupsOf(page))
      events += page.length
      for (const event of page) {
        for (const [at, map] of maps.entries()) {
          const { decision } = redecide(event, { profiles: map, flags: reader, now: 0, onFlagFailure: () => undefined })
          const counts = decisions[at]!
          if (decision.should_alert) counts.alerts += 1
          if (decision.should_step_up) counts.step_ups += 1
          if (decision.should_block) counts.blocks += 1
        }
      }
    }
    return { events, decisions }
  }

  /** Only a provider outside has to be asked beforehand. */
  private async readerFor(query: EventQuery): Promise<FlagReader> {
    const reader = this.parts.flags.reader()
    if (reader.prepare === undefined) return reader
    for await (const page of this.pages(query)) await reader.prepare(lookupsOf(page))
    return reader
  }

  private async *pages(query: EventQuery): AsyncGenerator<SecurityEvent[]> {
    let cursor: string | undefined
    do {
      const page = this.parts.console.searchEvents({ ...query, sort: 'first_seen' }, { cursor, limit: pageSize, lean: true })
      yield page.events
      cursor = page.next
      await setImmediate()
    } while (cursor !== undefined)
  }
}

function lookupsOf(events: readonly SecurityEvent[]) {
  return events.flatMap((event) => {
    const subject = subjectOf(event)
    return [alertingFlag, blockingFlag].map((name) => ({ name, subject }))
  })
}
