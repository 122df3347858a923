import type { SecurityEvent } from '../model/event.ts'
import type { Observation } from '../model/observation.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import { severities, type Severity } from '../model/severity.ts'
import { createDecision } from './decision.ts'
import { alertingFlag, blockingFlag, readFlag, type FlagReader } from './flags.ts'
import { createEvent, foldObservation, isSameCase } from './folding.ts'
import { profileOf } from './profiles.ts'
import { findSuppression, type SuppressionReason } from './suppression.ts'

export interface DecideContext {
  profiles: ReadonlyMap<string, RuleProfile>
  flags: FlagReader
  /** Detector name → family. */
  families: ReadonlyMap<string, string>
  /** Milliseconds since the epoch. */
  now: number
  /** A cryptographic hash in hexadecimal: entities are named by attackers, who must not be able to make two ids meet. */
  hash: (text: string) => string
  /** The newest event made for this episode, resolved or not. */
  findEpisode: (anomalyType: string, entity: string, episode: string) => SecurityEvent | undefined
  /** The latest unresolved event of this type and entity. */
  findOpen: (anomalyType: string, entity: string) => SecurityEvent | undefined
  /** Told of every flag that could not be read and was taken at its safe default. */
  onFlagFailure?: (name: string, error: unknown) => void
}

export type DecideResult =
  | { kind: 'suppressed'; reason: SuppressionReason }
  /** `alert`: the event, or its new severity, is to be told to the channels. */
  | { kind: 'created' | 'updated'; event: SecurityEvent; alert: boolean }

/** Observation → decision → event: the one place where an observation becomes something an analyst sees. */
export function decide(observation: Observation, context: DecideContext): DecideResult {
  const { profiles, flags, families, now, onFlagFailure } = context
  const isOn = (name: string, fallback: boolean) => readFlag(flags, name, fallback, onFlagFailure)
  const reason = findSuppression(observation, families, isOn)
  if (reason !== undefined) return { kind: 'suppressed', reason }

  const profile = profileOf(profiles, observation.anomaly_type)
  const decision = createDecision({ metadata: observation.metadata, internal_message: observation.explanation }, profile, {
    alerting: isOn(alertingFlag, false),
    blocking: isOn(blockingFlag, false),
  })
  const sources = { decision, profile, now }
  const earlier = context.findEpisode(observation.anomaly_type, observation.entity.value, observation.episode)
  const existing = findCase(observation, earlier, context)
  if (existing === undefined) {
    const event = createEvent(observation, createId(observation, earlier, context.hash), sources)
    return { kind: 'created', event, alert: decision.should_alert }
  }
  const event = foldObservation(existing, observation, sources)
  return { kind: 'updated', event, alert: decision.should_alert && rank(event.severity) > rank(existing.severity) }
}

/** The event the observation belongs to. A resolved one is never reopened by the machine: what goes on after it is a new event. */
function findCase(observation: Observation, earlier: SecurityEvent | undefined, context: DecideContext): SecurityEvent | undefined {
  if (earlier !== undefined && earlier.status !== 'resolved') return earlier
  const open = context.findOpen(observation.anomaly_type, observation.entity.value)
  return open !== undefined && open.entity.kind === observation.entity.kind && isSameCase(open, observation) ? open : undefined
}

/** Same type, entity and episode give the same id; an episode that goes on after its event was resolved gets the next one. */
function createId(observation: Observation, earlier: SecurityEvent | undefined, hash: DecideContext['hash']): string {
  const { anomaly_type, entity, episode } = observation
  return hash(JSON.stringify([anomaly_type, entity.kind, entity.value, episode, earlier?.id ?? null])).slice(0, 32)
}

function rank(severity: Severity): number {
  return severities.indexOf(severity)
}
