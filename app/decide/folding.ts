import type { Decision } from '../model/decision.ts'
import type { SecurityEvent } from '../model/event.ts'
import { maxEvidence, type Observation } from '../model/observation.ts'
import type { RuleProfile } from '../model/rule-profile.ts'

/** A new episode this soon after an unresolved event of the same type and entity was last seen belongs to it; milliseconds. */
export const foldingGap = 3_600_000
/** Evidence kept from the beginning of an event; the rest of `maxEvidence` is the newest. */
const firstEvidence = 10

export interface EventSources {
  decision: Decision
  profile: RuleProfile
  now: number
}

/** The id is made from what the event is about, so that the same records give the same id, live or replayed. */
export function createEvent(observation: Observation, id: string, { decision, profile, now }: EventSources): SecurityEvent {
  const { anomaly_type, detector, entity, episode, score, first_seen, last_seen, count, explanation, reasons } = observation
  return {
    id,
    anomaly_type,
    title: profile.title,
    detector,
    entity,
    episode,
    status: 'new',
    severity: decision.severity,
    risk_score: decision.risk_score,
    category: decision.category,
    techniques: profile.techniques,
    score,
    first_seen,
    last_seen,
    count,
    explanation,
    reasons,
    evidence: mergeEvidence(observation.evidence, []),
    metadata: decision.metadata,
    decision,
    ...(observation.source === undefined ? {} : { source: observation.source }),
    ...(observation.application === undefined ? {} : { application: observation.application }),
    created_at: now,
    updated_at: now,
    revision: 1,
  }
}

/** The event with the observation added. What the analyst has set (status, owner, verdict) is left alone. */
export function foldObservation(event: SecurityEvent, observation: Observation, { decision, profile, now }: EventSources): SecurityEvent {
  const folded: SecurityEvent = {
    ...event,
    title: profile.title,
    techniques: profile.techniques,
    severity: decision.severity,
    risk_score: decision.risk_score,
    category: decision.category,
    score: Math.max(event.score, observation.score),
    first_seen: Math.min(event.first_seen, observation.first_seen),
    last_seen: Math.max(event.last_seen, observation.last_seen),
    count: event.count + observation.count,
    evidence: mergeEvidence(event.evidence, observation.evidence),
    decision,
    updated_at: now,
    revision: event.revision + 1,
  }
  // What is told is what was seen last: a straggler adds to the numbers only.
  if (observation.last_seen < event.last_seen) return folded
  // The store remembers which episodes an event has held; `episode` is the one it is in.
  return {
    ...folded,
    episode: observation.episode,
    explanation: observation.explanation,
    reasons: observation.reasons,
    // An application may report the same thing again without saying what it said before.
    metadata: Object.keys(decision.metadata).length === 0 ? event.metadata : decision.metadata,
    ...(observation.application === undefined ? {} : { application: observation.application }),
  }
}

/** Whether the observation is soon enough after (or within) the event, by the records' own time. */
export function isSameCase(event: SecurityEvent, observation: Observation): boolean {
  if (event.status === 'resolved') return false
  // What an application reported of the same entity is a story of its own.
  if (event.detector !== observation.detector || event.entity.kind !== observation.entity.kind) return false
  if (event.episode === observation.episode) return true
  return isWithinGap(event, observation) && event.first_seen - observation.last_seen <= foldingGap
}

/** Not later than an event goes on for; a straggler from long before counts as within. */
export function isWithinGap(event: SecurityEvent, observation: Observation): boolean {
  return observation.first_seen - event.last_seen <= foldingGap
}

/** The first few and the newest, by `seq`, each once. */
function mergeEvidence(left: readonly number[], right: readonly number[]): number[] {
  const all = [...new Set([...left, ...right])].sort((a, b) => a - b)
  return all.length <= maxEvidence ? all : [...all.slice(0, firstEvidence), ...all.slice(firstEvidence - maxEvidence)]
}
