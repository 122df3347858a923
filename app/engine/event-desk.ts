import { createHash } from 'node:crypto'
import { decide } from '../decide/decider.ts'
import { createFamilyOf } from '../decide/families.ts'
import { lookupsOf, type FlagLookup, type FlagReader } from '../decide/flags.ts'
import type { SuppressionReason } from '../decide/suppression.ts'
import type { Masker } from '../decide/masking/masker.ts'
import { detectors } from '../detect/index.ts'
import type { Committed } from '../pipeline/messages.ts'
import type { Observation } from '../model/observation.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import type { SecurityEvent } from '../model/event.ts'
import type { ConsoleStore, EventWriter } from '../store/store.ts'
import { ChangeSet } from './change-set.ts'
import type { Tally } from './health.ts'

/** Where the newest heartbeat already applied is kept, in the same transaction as what it brought. */
const tickKey = 'applied_tick'

/** Whose flag gates what was observed. */
export const familyOf = createFamilyOf(detectors)

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

export interface EventDeskParts {
  console: ConsoleStore
  profiles: () => ReadonlyMap<string, RuleProfile>
  /** What is never kept; the package's rules without it. */
  masker?: () => Masker
  channels: () => readonly string[]
  tally: Tally
  /** A reading of that flag failed. */
  flagFailed: (name: string) => void
  /** Within the transaction: whether the event changed the blocklist. */
  block: (event: SecurityEvent, writer: EventWriter, now: number) => boolean
  /** After the transaction. */
  changed: (changes: { created: SecurityEvent[]; updated: SecurityEvent[]; blocked: boolean }) => void
}

export type Recorded = { kind: 'created' | 'updated'; event: SecurityEvent } | { kind: 'suppressed'; reason: SuppressionReason }

/** What flags are asked when these are decided. */
export function lookupsFor(observations: readonly Observation[]): FlagLookup[] {
  return observations.flatMap((observation) => lookupsOf(observation, familyOf(observation)))
}

/** Turns what the detectors saw in stored records into events, each exactly once (DESIGN section 4); and what applications report. */
export class EventDesk {
  private readonly parts: EventDeskParts

  constructor(parts: EventDeskParts) {
    this.parts = parts
  }

  appliedTick(): number {
    const tick = this.parts.console.setting(tickKey)
    return typeof tick === 'number' ? tick : 0
  }

  /** `flags` holds what `lookupsFor` names. */
  apply(committed: Pick<Committed, 'seq' | 'observations' | 'ticks' | 'snapshots'>, flags: FlagReader, now: number): void {
    const { console } = this.parts
    if (committed.observations.length === 0 && committed.ticks.length === 0 && committed.snapshots.length === 0) return
    const changes = new ChangeSet()
    console.applyObservations(committed.seq, (writer) => {
      for (const observation of committed.observations) this.decide(observation, { flags, writer, changes, now })
      writer.addFlagEffects(now, changes.effects)
      const tick = committed.ticks.at(-1)
      if (tick !== undefined) console.setSetting(tickKey, tick)
      for (const snapshot of committed.snapshots) console.saveSnapshot(snapshot.seq, snapshot.state)
    })
    this.announce(changes)
  }

  /** What comes out of no stored records, in one transaction; throws where the store does. */
  record(reports: readonly { observation: Observation; flags: FlagReader }[], now: number): Recorded[] {
    const changes = new ChangeSet()
    const recorded = this.parts.console.recordEvent((writer) => {
      const results = reports.map(({ observation, flags }) => this.decide(observation, { flags, writer, changes, now }))
      writer.addFlagEffects(now, changes.effects)
      return results
    })
    this.announce(changes)
    return recorded
  }

  private decide(
    observation: Observation,
    { flags, writer, changes, now }: { flags: FlagReader; writer: EventWriter; changes: ChangeSet; now: number },
  ): Recorded {
    const result = decide(observation, {
      profiles: this.parts.profiles(),
      flags,
      familyOf,
      masker: this.parts.masker?.(),
      now,
      hash,
      onFlag: (name, outcome) => changes.countEffect(name, outcome),
      onFlagFailure: (name) => changes.failures.push(name),
      findEpisode: writer.findEpisode.bind(writer),
      findOpen: writer.findOpen.bind(writer),
      isKnown: writer.isKnown.bind(writer),
    })
    if (result.kind === 'suppressed') {
      changes.suppressed.push(result.reason)
      return result
    }
    const { event } = result
    if (result.kind === 'created') writer.insert(event)
    else writer.update(event)
    changes.add(result.kind, event)
    if (this.parts.block(event, writer, now)) changes.blocked = true
    if (result.alert) for (const channel of this.parts.channels()) writer.enqueueAlert({ event_id: event.id, channel, at: now })
    return { kind: result.kind, event }
  }

  /** What is counted and told is what was committed. */
  private announce(changes: ChangeSet): void {
    const { tally, flagFailed, changed } = this.parts
    for (const reason of changes.suppressed) tally.suppressed[reason] = (tally.suppressed[reason] ?? 0) + 1
    for (const name of changes.failures) flagFailed(name)
    tally.events_created += changes.creations
    tally.events_updated += changes.updates
    const { blocked } = changes
    const [created, updated] = [[...changes.created.values()], [...changes.updated.values()]]
    if (created.length > 0 || updated.length > 0) changed({ created, updated, blocked })
  }
}
