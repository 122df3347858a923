import type { ConsoleStore } from '../../store/store.ts'

/** Everything of an event that must not depend on how its records came. */
export interface EventSummary {
  type: string
  entity: string
  severity: string
  count: number
  first_seen: string
  last_seen: string
  explanation: string
  evidence: number
  id: string
}

export function summarizeEvents(console: ConsoleStore): EventSummary[] {
  return console
    .searchEvents({}, { limit: 1000 })
    .events.map(({ id, anomaly_type, entity, severity, count, first_seen, last_seen, explanation, evidence }) => ({
      type: anomaly_type,
      entity: entity.value,
      severity,
      count,
      first_seen: new Date(first_seen).toISOString(),
      last_seen: new Date(last_seen).toISOString(),
      explanation,
      evidence: evidence.length,
      id,
    }))
    .sort((a, b) => (a.type + a.entity + a.id < b.type + b.entity + b.id ? -1 : 1))
}
