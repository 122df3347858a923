import { decide, type DecideContext } from '../decide/decider.ts'
import type { SecurityEvent } from '../model/event.ts'
import type { Observation } from '../model/observation.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import type { RunEvent } from './preview-messages.ts'

/**
 * What one run would have made of its observations: the same `decide` as ever, over events that are held in memory.
 * Nobody resolves anything meanwhile, and every flag is on: the question is what the detector finds.
 */
export class PreviewFolding {
  private readonly events = new Map<string, SecurityEvent>()
  private readonly episodes = new Map<string, string>()
  private readonly open = new Map<string, string>()
  private readonly context: DecideContext

  constructor(profiles: readonly RuleProfile[], hash: (text: string) => string) {
    this.context = {
      profiles: new Map(profiles.map((profile) => [profile.anomaly_type, profile])),
      flags: { read: () => true },
      familyOf: () => undefined,
      now: 0,
      hash,
      findEpisode: (type, entity, episode) => this.held(this.episodes.get(keyOf(type, entity, episode))),
      findOpen: (type, entity) => this.held(this.open.get(keyOf(type, entity))),
    }
  }

  /** What is held: events, and the episodes they are made of. */
  get size(): number {
    return this.episodes.size
  }

  take(observation: Observation): void {
    const result = decide(observation, this.context)
    if (result.kind === 'suppressed') return
    const { id, anomaly_type, entity } = result.event
    // Only what a later observation is compared with, and what is told, has to stay.
    const decision = { ...result.event.decision, metadata: {} }
    this.events.set(id, { ...result.event, decision, metadata: {}, reasons: [], evidence: [], application: undefined })
    this.episodes.set(keyOf(anomaly_type, entity.value, observation.episode), id)
    if (result.kind === 'created') this.open.set(keyOf(anomaly_type, entity.value), id)
  }

  /** Events of which any part is in the time. */
  within({ from, to }: { from: number; to: number }): RunEvent[] {
    const found: RunEvent[] = []
    for (const event of this.events.values()) {
      if (event.last_seen < from || event.first_seen >= to) continue
      const { id, anomaly_type, entity, risk_score, score, first_seen, last_seen, count, explanation } = event
      found.push({ id, anomaly_type, entity, risk_score, score, first_seen, last_seen, count, explanation })
    }
    return found
  }

  private held(id: string | undefined): SecurityEvent | undefined {
    return id === undefined ? undefined : this.events.get(id)
  }
}

function keyOf(...parts: string[]): string {
  return JSON.stringify(parts)
}
