import type { ApiEvent } from '../../contract/api.ts'
import type { Note, SecurityEvent } from '../../model/event.ts'

const iso = (time: number) => new Date(time).toISOString()

/** An event as applications see it: flat, and without what only an analyst needs. */
export function viewEvent(event: SecurityEvent, notes: readonly Note[]): ApiEvent {
  const { application: facts = {}, decision } = event
  return {
    id: event.id,
    anomaly_type: event.anomaly_type,
    title: event.title,
    category: event.category,
    severity: event.severity,
    risk_score: event.risk_score,
    entity: event.entity.value,
    count: event.count,
    explanation: event.explanation,
    first_seen: iso(event.first_seen),
    last_seen: iso(event.last_seen),
    created_at: iso(event.created_at),
    updated_at: iso(event.updated_at),
    user_id: facts.user_id ?? null,
    tenant_id: facts.tenant_id ?? null,
    tenant_name: facts.tenant_name ?? null,
    path: facts.path ?? null,
    method: facts.method ?? null,
    resource_type: facts.resource_type ?? null,
    resource_id: facts.resource_id ?? null,
    ip_address: facts.ip_address ?? null,
    user_agent: facts.user_agent ?? null,
    device_id: facts.device_id ?? null,
    request_id: facts.request_id ?? null,
    status_code: facts.status_code ?? null,
    metadata: event.metadata,
    masked_payload: facts.masked_payload ?? {},
    action_taken: decision.action_taken,
    blocked: decision.should_block,
    status: event.status,
    verdict: event.verdict ?? null,
    resolved: event.status === 'resolved',
    resolved_at: event.resolved_at === undefined ? null : iso(event.resolved_at),
    notes: notes.map(({ author, at, text }) => ({ author, at: iso(at), text })),
  }
}
