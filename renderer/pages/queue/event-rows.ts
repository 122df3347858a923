import type { SecurityEvent, Status } from '../../../app/model/event.ts'
import { severities, type Severity } from '../../../app/model/severity.ts'

/** A row of the queue: an event, or all events of one rule about one entity. */
export type QueueRow =
  | { kind: 'event'; id: string; event: SecurityEvent; level: 1 | 2 }
  | { kind: 'group'; id: string; events: readonly SecurityEvent[]; lead: SecurityEvent; expanded: boolean }

/**
 * Events in the engine's order → rows. A group stands where its first event stood, so the order by severity, risk and
 * age is kept; a group of one is the event itself.
 */
export function rowsOf(events: readonly SecurityEvent[], grouped: boolean, expanded: ReadonlySet<string>): QueueRow[] {
  if (!grouped) return events.map((event) => ({ kind: 'event', id: event.id, event, level: 1 }))
  const groups = Map.groupBy(events, groupOf)
  return [...groups].flatMap(([id, members]): QueueRow[] => {
    const [lead] = members
    if (lead === undefined) return []
    if (members.length === 1) return [{ kind: 'event', id: lead.id, event: lead, level: 1 }]
    const open = expanded.has(id)
    const group: QueueRow = { kind: 'group', id, events: members, lead, expanded: open }
    return [group, ...(open ? members.map((event): QueueRow => ({ kind: 'event', id: event.id, event, level: 2 })) : [])]
  })
}

export function groupOf(event: Pick<SecurityEvent, 'anomaly_type' | 'entity'>): string {
  return `group ${event.anomaly_type} ${event.entity.kind} ${event.entity.value}`
}

export function eventsOf(row: QueueRow): readonly SecurityEvent[] {
  return row.kind === 'event' ? [row.event] : row.events
}

export function leadOf(row: QueueRow): SecurityEvent {
  return row.kind === 'event' ? row.event : row.lead
}

export interface RowSummary {
  severity: Severity
  risk: number
  count: number
  first_seen: number
  last_seen: number
  owners: string[]
  /** The status all share; unset where they differ. */
  status: Status | undefined
}

export function summaryOf(row: QueueRow): RowSummary {
  const events = eventsOf(row)
  const statuses = new Set(events.map(({ status }) => status))
  return {
    severity: events.reduce<Severity>((worst, { severity }) => (rank(severity) > rank(worst) ? severity : worst), 'low'),
    risk: Math.max(...events.map(({ risk_score }) => risk_score)),
    count: events.reduce((sum, { count }) => sum + count, 0),
    first_seen: Math.min(...events.map(({ first_seen }) => first_seen)),
    last_seen: Math.max(...events.map(({ last_seen }) => last_seen)),
    owners: [...new Set(events.flatMap(({ owner }) => owner ?? []))],
    status: statuses.size === 1 ? [...statuses][0] : undefined,
  }
}

/** How the records of some events lie over a stretch of time: `bins` values, each event's count spread evenly over its own span. */
export function activityOf(
  events: readonly Pick<SecurityEvent, 'first_seen' | 'last_seen' | 'count'>[],
  from: number,
  to: number,
  bins: number,
): number[] {
  const values = Array<number>(bins).fill(0)
  const width = (to - from) / bins
  if (!(width > 0)) return values
  for (const { first_seen, last_seen, count } of events) {
    const first = Math.max(0, Math.floor((first_seen - from) / width))
    const last = Math.min(bins - 1, Math.floor((last_seen - from) / width))
    for (let bin = first; bin <= last; bin += 1) values[bin]! += count / Math.max(1, last - first + 1)
  }
  return values
}

function rank(severity: Severity): number {
  return severities.indexOf(severity)
}
