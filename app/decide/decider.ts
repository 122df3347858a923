import type { SecurityEvent } from '../model/event.ts'
import type { Observation } from '../model/observation.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import { severities } from '../model/severity.ts'
import { makeDecision } from './decision.ts'
import { familyFlag, gates, isEnabled, type FlagReader } from './flags.ts'
import { createEvent, foldInto } from './folding.ts'
import { findProfile } from './profiles.ts'

/** Quiet for less than this, a new episode of the same thing is the same event. Milliseconds. */
const sameEvent = 3_600_000

export interface DecideContext {
  profiles: ReadonlyMap<string, RuleProfile>
  flags: FlagReader
  /** Family of each detector, by its name. */
  families: ReadonlyMap<string, string>
  now: number
  /** The event this very episode is in, resolved or not. */
  findEpisode(anomaly_type: string, entity: string, episode: string): SecurityEvent | undefined
  /** The latest unresolved event of this type and entity. */
  findOpen(anomaly_type: string, entity: string): SecurityEvent | undefined
  onFlagFailure?: (name: string) => void
}

export type SuppressionReason = 'detection_disabled' | 'family_disabled'

export type DecideResult =
  | { kind: 'suppressed'; reason: SuppressionReason }
  /** `alert`: deliver it; only for an event that is new, or has become graver. */
  | { kind: 'created'; event: SecurityEvent; alert: boolean }
  | { kind: 'updated'; event: SecurityEvent; alert: boolean }

/** observation → rule profile → decision → a new event, or one more in an event there is. */
export function decide(observation: Observation, context: DecideContext): DecideResult {
  const { profiles, flags, families, now, findEpisode, findOpen, onFlagFailure } = context
  if (!isEnabled(flags, gates.detection, onFlagFailure)) return { kind: 'suppressed', reason: 'detection_disabled' }
  const family = families.get(observation.detector)
  if (family !== undefined && !isEnabled(flags, familyFlag(family), onFlagFailure)) return { kind: 'suppressed', reason: 'family_disabled' }
  const profile = findProfile(profiles, observation.anomaly_type)
  const decision = makeDecision(observation, profile, flags, onFlagFailure)
  const existing =
    findEpisode(observation.anomaly_type, observation.entity.value, observation.episode) ?? findContinued(observation, findOpen)
  if (existing === undefined)
    return { kind: 'created', event: createEvent(observation, profile, decision, now), alert: decision.should_alert }
  const event = foldInto(existing, observation, profile, decision, now)
  const graver = severities.indexOf(event.severity) > severities.indexOf(existing.severity)
  return { kind: 'updated', event, alert: decision.should_alert && graver }
}

/** An open event whose last sight is less than an hour from this one: a pause, not another story. */
function findContinued(observation: Observation, findOpen: DecideContext['findOpen']): SecurityEvent | undefined {
  const open = findOpen(observation.anomaly_type, observation.entity.value)
  if (open === undefined) return undefined
  const gap = Math.max(observation.first_seen - open.last_seen, open.first_seen - observation.last_seen)
  return gap < sameEvent ? open : undefined
}
