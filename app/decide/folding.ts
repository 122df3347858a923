import type { Decision } from '../model/decision.ts'
import type { SecurityEvent } from '../model/event.ts'
import { maxEvidence, type Observation } from '../model/observation.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import { makeEventId } from './event-id.ts'

/** Evidence kept from the beginning; the rest is the newest. */
const firstEvidence = 10

/** A new event of an observation. */
export function createEvent(observation: Observation, profile: RuleProfile, decision: Decision, now: number): SecurityEvent {
  const { anomaly_type, detector, entity, episode, score, first_seen, last_seen, count, explanation, reasons, evidence } = observation
  return {
    id: makeEventId(anomaly_type, entity.value, episode),
    anomaly_type,
    title: profile.title,
    detector,
    entity,
    episode,
    status: 'new',
    severity: profile.severity,
    risk_score: profile.risk_score,
    category: profile.category,
    techniques: profile.techniques,
    score,
    first_seen,
    last_seen,
    count,
    explanation,
    reasons,
    evidence: mergeEvidence([], evidence),
    metadata: decision.metadata,
    decision,
    created_at: now,
    updated_at: now,
    revision: 1,
  }
}

/** The same event with another observation in it: the newest explanation, the whole span, all the counts. */
export function foldInto(
  event: SecurityEvent,
  observation: Observation,
  profile: RuleProfile,
  decision: Decision,
  now: number,
): SecurityEvent {
  return {
    ...event,
    episode: observation.episode,
    severity: profile.severity,
    risk_score: profile.risk_score,
    category: profile.category,
    score: Math.max(event.score, observation.score),
    first_seen: Math.min(event.first_seen, observation.first_seen),
    last_seen: Math.max(event.last_seen, observation.last_seen),
    count: event.count + observation.count,
    explanation: observation.explanation,
    reasons: observation.reasons,
    evidence: mergeEvidence(event.evidence, observation.evidence),
    metadata: { ...event.metadata, ...decision.metadata },
    decision,
    updated_at: now,
    revision: event.revision + 1,
  }
}

/** Record numbers in order, each once: the first few and the newest, `maxEvidence` at most. */
export function mergeEvidence(before: readonly number[], more: readonly number[]): number[] {
  const all = [...new Set([...before, ...more])].sort((a, b) => a - b)
  return all.length <= maxEvidence ? all : [...all.slice(0, firstEvidence), ...all.slice(firstEvidence - maxEvidence)]
}
