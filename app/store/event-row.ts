import type { SecurityEvent } from '../model/event.ts'
import { severities } from '../model/severity.ts'

/** Columns of `event`, in the order of the table. */
export const eventColumns = [
  'id',
  'anomaly_type',
  'title',
  'detector',
  'entity_kind',
  'entity',
  'episode',
  'status',
  'verdict',
  'verdict_actor',
  'owner',
  'severity',
  'risk_score',
  'category',
  'score',
  'first_seen',
  'last_seen',
  'count',
  'explanation',
  'created_at',
  'updated_at',
  'resolved_at',
  'revision',
  'priority',
  'evidence_first',
  'evidence_last',
  'detail',
  'source',
  'tenant_id',
  'user_id',
  'blocked',
] as const

export type EventRow = Record<(typeof eventColumns)[number], string | number | null>
/** As a row is read: with its number in the feed of changes. */
export type StoredEventRow = EventRow & { change: number }

const timeBits = 2 ** 43
const mostRisk = 127

/**
 * The queue's order as one whole number of 53 bits, greatest first: open before resolved (1 bit), severity (2),
 * risk score (7), and among equals the one that has waited longest (43 bits of milliseconds, to the year 2248).
 */
export function priorityOf({ status, severity, risk_score, first_seen }: SecurityEvent): number {
  const open = status === 'resolved' ? 0 : 1
  const risk = Math.max(0, Math.min(mostRisk, Math.round(risk_score)))
  const since = Math.max(0, Math.min(timeBits - 1, Math.floor(first_seen)))
  return ((open * 4 + severities.indexOf(severity)) * (mostRisk + 1) + risk) * timeBits + (timeBits - 1 - since)
}

export function toRow(event: SecurityEvent): EventRow {
  const { techniques, reasons, evidence, metadata, decision, application } = event
  return {
    id: event.id,
    anomaly_type: event.anomaly_type,
    title: event.title,
    detector: event.detector,
    entity_kind: event.entity.kind,
    entity: event.entity.value,
    episode: event.episode,
    status: event.status,
    verdict: event.verdict ?? null,
    verdict_actor: event.verdict_actor ?? null,
    owner: event.owner ?? null,
    severity: event.severity,
    risk_score: event.risk_score,
    category: event.category,
    score: event.score,
    first_seen: Math.floor(event.first_seen),
    last_seen: Math.floor(event.last_seen),
    count: event.count,
    explanation: event.explanation,
    created_at: event.created_at,
    updated_at: event.updated_at,
    resolved_at: event.resolved_at ?? null,
    revision: event.revision,
    priority: priorityOf(event),
    evidence_first: evidence.length === 0 ? null : Math.min(...evidence),
    evidence_last: evidence.length === 0 ? null : Math.max(...evidence),
    detail: JSON.stringify({ techniques, reasons, evidence, metadata, decision, application }),
    source: event.source ?? null,
    tenant_id: application?.tenant_id ?? null,
    user_id: application?.user_id ?? null,
    blocked: decision.should_block ? 1 : 0,
  }
}

export function fromRow(row: StoredEventRow): SecurityEvent {
  const {
    verdict,
    verdict_actor,
    owner,
    resolved_at,
    entity_kind,
    entity,
    detail,
    source,
    priority: _p,
    evidence_first: _f,
    evidence_last: _l,
    tenant_id: _t,
    user_id: _u,
    blocked: _b,
    change: _c,
    ...rest
  } = row
  return {
    ...rest,
    ...(JSON.parse(String(detail)) as object),
    entity: { kind: entity_kind, value: entity },
    ...(verdict === null ? {} : { verdict }),
    ...(verdict_actor === null ? {} : { verdict_actor }),
    ...(owner === null ? {} : { owner }),
    ...(resolved_at === null ? {} : { resolved_at }),
    ...(source === null ? {} : { source }),
  } as SecurityEvent
}

/** Without what only the event's own page shows; most of an event's bytes. */
export function leanEvent(event: SecurityEvent): SecurityEvent {
  const { decision, application } = event
  const lean = { ...event, reasons: [], evidence: [], metadata: {}, decision: { ...decision, metadata: {} } }
  if (application?.masked_payload === undefined) return lean
  const { masked_payload: _, ...facts } = application
  return { ...lean, application: facts }
}
