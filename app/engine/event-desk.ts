import { createHash } from 'node:crypto'
import { decide } from '../decide/decider.ts'
import { createFamilyOf } from '../decide/families.ts'
import type { FlagReader } from '../decide/flags.ts'
import { detectors } from '../detect/index.ts'
import type { Committed } from '../pipeline/messages.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import type { SecurityEvent } from '../model/event.ts'
import type { ConsoleStore } from '../store/store.ts'
import type { Tally } from './health.ts'

/** Where the newest heartbeat already applied is kept, in the same transaction as what it brought. */
const tickKey = 'applied_tick'

const familyOf = createFamilyOf(detectors)

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

export interface EventDeskParts {
  console: ConsoleStore
  flags: FlagReader
  profiles: () => ReadonlyMap<string, RuleProfile>
  channels: () => readonly string[]
  tally: Tally
  changed: (created: SecurityEvent[], updated: SecurityEvent[]) => void
}

/** Turns what the detectors saw in stored records into events, each exactly once (DESIGN section 4). */
export class EventDesk {
  private readonly parts: EventDeskParts

  constructor(parts: EventDeskParts) {
    this.parts = parts
  }

  appliedTick(): number {
    const tick = this.parts.console.setting(tickKey)
    return typeof tick === 'number' ? tick : 0
  }

  apply(committed: Committed, now: number): void {
    const { console, flags, profiles, channels, tally, changed } = this.parts
    if (committed.observations.length === 0 && committed.ticks.length === 0 && committed.snapshots.length === 0) return
    const created = new Map<string, SecurityEvent>()
    const updated = new Map<string, SecurityEvent>()
    console.applyObservations(committed.seq, (events) => {
      for (const observation of committed.observations) {
        const result = decide(observation, {
          profiles: profiles(),
          flags,
          familyOf,
          now,
          hash,
          onFlagFailure: () => (tally.flag_failures += 1),
          findEpisode: events.findEpisode.bind(events),
          findOpen: events.findOpen.bind(events),
        })
        if (result.kind === 'suppressed') {
          tally.suppressed[result.reason] = (tally.suppressed[result.reason] ?? 0) + 1
          continue
        }
        const { event } = result
        if (result.kind === 'created') {
          events.insert(event)
          created.set(event.id, event)
          tally.events_created += 1
        } else {
          events.update(event)
          tally.events_updated += 1
          if (created.has(event.id)) created.set(event.id, event)
          else updated.set(event.id, event)
        }
        if (result.alert) for (const channel of channels()) events.enqueueAlert({ event_id: event.id, channel, at: now })
      }
      const tick = committed.ticks.at(-1)
      if (tick !== undefined) console.setSetting(tickKey, tick)
      for (const snapshot of committed.snapshots) console.saveSnapshot(snapshot.seq, snapshot.state)
    })
    if (created.size > 0 || updated.size > 0) changed([...created.values()], [...updated.values()])
  }
}
