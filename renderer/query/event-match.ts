import type { SecurityEvent } from '../../app/model/event.ts'
import type { EventQuery } from '../../app/model/query.ts'

/**
 * Whether a pushed event belongs to a query, as far as the window can tell. The engine decides what is listed; this
 * only says whether asking it again is worth while, and which changed rows have left the list.
 */
export function matchesEvent(event: SecurityEvent, query: EventQuery): boolean {
  const among = <Value>(values: readonly Value[] | undefined, value: Value) => values === undefined || values.includes(value)
  return (
    among(query.statuses, event.status) &&
    among(query.severities, event.severity) &&
    among(query.categories, event.category) &&
    among(query.anomaly_types, event.anomaly_type) &&
    (query.verdicts === undefined || (event.verdict !== undefined && query.verdicts.includes(event.verdict))) &&
    (query.owner === undefined || query.owner === event.owner) &&
    (query.tenant_id === undefined || query.tenant_id === event.application?.tenant_id) &&
    (query.user_id === undefined || query.user_id === event.application?.user_id) &&
    !query.excluded_anomaly_types?.includes(event.anomaly_type) &&
    !query.excluded_entities?.includes(event.entity.value) &&
    (query.from === undefined || event.last_seen >= query.from) &&
    (query.to === undefined || event.first_seen < query.to)
  )
}
