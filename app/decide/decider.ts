import type { SecurityEvent } from '../model/event.ts'
import type { Observation } from '../model/observation.ts'
import { isSameValue } from '../model/profile-diff.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import { severities, type Severity } from '../model/severity.ts'
import { createDecision } from './decision.ts'
import type { FamilyOf } from './families.ts'
import { readFlag, readGates, subjectOf, type FlagOutcome, type FlagReader } from './flags.ts'
import { createEvent, foldObservation, isSameCase, isWithinGap } from './folding.ts'
import { maskObservation } from './masking/mask-observation.ts'
import { defaultMasker, type Masker } from './masking/masker.ts'
import { profileOf } from './profiles.ts'
import { findSuppression, type SuppressionReason } from './suppression.ts'

export interface DecideContext {
  profiles: ReadonlyMap<string, RuleProfile>
  flags: FlagReader
  /** Which family's flag gates an observation: `createFamilyOf(detectors)`. */
  familyOf: FamilyOf
  /** What is never kept; the package's rules without it. */
  masker?: Masker
  /** Milliseconds since the epoch. */
  now: number
  /** A cryptographic hash in hexadecimal: entities are named by attackers, who must not be able to make two ids meet. */
  hash: (text: string) => string
  /** The newest event made for this episode, resolved or not. */
  findEpisode: (anomalyType: string, entity: string, episode: string) => SecurityEvent | undefined
  /** The latest unresolved event of this type and entity. */
  findOpen: (anomalyType: string, entity: string) => SecurityEvent | undefined
  /** Whether there is an event of that id; left out where an episode's newest event is always found. */
  isKnown?: (id: string) => boolean
  /** Told of every flag that could not be read and was taken at its safe default. */
  onFlagFailure?: (name: string, error: unknown) => void
  /** Told what each flag that was asked did with the observation; alerting and blocking are asked where the score reaches them. */
  onFlag?: (name: string, outcome: FlagOutcome) => void
}

export type DecideResult =
  | { kind: 'suppressed'; reason: SuppressionReason }
  /** `alert`: the event, or its new severity, is to be told to the channels. */
  | { kind: 'created' | 'updated'; event: SecurityEvent; alert: boolean }

/** Observation → decision → event: the one place where an observation becomes something an analyst sees. */
export function decide(seen: Observation, context: DecideContext): DecideResult {
  const { profiles, now, masker = defaultMasker } = context
  const isOn = createGate(seen, context)
  const reason = findSuppression(context.familyOf(seen), isOn)
  if (reason !== undefined) return { kind: 'suppressed', reason }
  const observation = maskObservation(seen, masker)

  const profile = profileOf(profiles, observation.anomaly_type)
  const { metadata, explanation: internal_message, user_message } = observation
  const subject = { metadata, internal_message, user_message }
  const decision = createDecision(subject, profile, readGates(profile.risk_score, isOn), masker)
  const sources = { decision, profile, now }
  const earlier = context.findEpisode(observation.anomaly_type, observation.entity.value, observation.episode)
  const existing = findCase(observation, earlier, context)
  if (existing === undefined) {
    const event = createEvent(observation, createId(observation, earlier, context), sources)
    return { kind: 'created', event, alert: decision.should_alert }
  }
  const event = foldObservation(existing, observation, sources)
  return { kind: 'updated', event, alert: decision.should_alert && rank(event.severity) > rank(existing.severity) }
}

/** An event with its decision made anew, as by a changed profile; the same object where that changes nothing. It alerts nobody. */
export function redecide(
  event: SecurityEvent,
  context: Pick<DecideContext, 'profiles' | 'flags' | 'masker' | 'now' | 'onFlagFailure'>,
): SecurityEvent {
  const profile = profileOf(context.profiles, event.anomaly_type)
  const { metadata, user_message, internal_message } = event.decision
  const gates = readGates(profile.risk_score, createGate(event, context))
  const decision = createDecision({ metadata, user_message, internal_message }, profile, gates, context.masker)
  const { title, techniques } = profile
  const { severity, risk_score, category } = decision
  const decided = { ...event, title, techniques, severity, risk_score, category, decision }
  return isSameValue(decided, event) ? event : { ...decided, updated_at: context.now, revision: event.revision + 1 }
}

/** Reads a flag for the observation, and tells what it did. */
function createGate(
  about: Parameters<typeof subjectOf>[0],
  { flags, onFlag, onFlagFailure }: Pick<DecideContext, 'flags' | 'onFlag' | 'onFlagFailure'>,
) {
  const subject = subjectOf(about)
  return (name: string, fallback: boolean): boolean => {
    const on = readFlag(flags, { name, subject }, fallback, onFlagFailure)
    onFlag?.(name, on ? 'let_through' : 'held_back')
    return on
  }
}

/** The event the observation belongs to. A resolved one is never reopened by the machine: what goes on after it is a new event. */
function findCase(observation: Observation, earlier: SecurityEvent | undefined, context: DecideContext): SecurityEvent | undefined {
  const held = earlier !== undefined && earlier.status !== 'resolved' ? earlier : undefined
  // Its episode may go on for ever (an application that keeps reporting the same): a pause ends the event.
  if (observation.folding === 'episode') return held !== undefined && isWithinGap(held, observation) ? held : undefined
  if (held !== undefined) return held
  const open = context.findOpen(observation.anomaly_type, observation.entity.value)
  return open !== undefined && isSameCase(open, observation) ? open : undefined
}

/** Same type, entity and episode give the same id; an episode that goes on after its event was resolved gets the next one. */
function createId(observation: Observation, earlier: SecurityEvent | undefined, { hash, isKnown }: DecideContext): string {
  const { anomaly_type, entity, episode } = observation
  const after = (before: string | null) => hash(JSON.stringify([anomaly_type, entity.kind, entity.value, episode, before])).slice(0, 32)
  let id = after(earlier?.id ?? null)
  // Stores of earlier versions took the event touched last for the newest: the others of its episode are passed by.
  while (isKnown?.(id) === true) id = after(id)
  return id
}

function rank(severity: Severity): number {
  return severities.indexOf(severity)
}
