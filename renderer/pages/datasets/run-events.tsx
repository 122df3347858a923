import { useEffect } from 'react'
import { SeverityBadge } from '../../components/severity-badge.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { formatAgo, formatMany } from '../../format.ts'
import { writeEventFilters } from '../../query/event-filter.ts'
import { onEventsChanged } from '../../state/events.ts'
import { fragmentOf } from '../../state/route.ts'
import { useNow } from '../../state/use-time.ts'
import { useRequest } from '../../state/use-request.ts'
import { entityOf } from './dataset-address.ts'
import styles from './datasets.module.css'

const mostEvents = 3
const everything = { status: 'all', range: 'all' }

/** Events about this dataset and role, newest first, each a step away from its verdict. */
export function RunEvents({ name, role, user }: { name: string; role: string; user: string | null }) {
  const entity = entityOf({ name, role })
  const asker = user === null ? `role:${role}` : `user:${user}`
  const [loaded, again] = useRequest('events.search', { query: { entity, sort: 'last_seen' }, limit: mostEvents, lean: true })
  const [asked, askAgain] = useRequest('events.search', {
    query: { entity: asker, anomaly_types: ['query_pattern_anomaly'], sort: 'last_seen' },
    limit: mostEvents,
    lean: true,
  })
  useEffect(
    () =>
      onEventsChanged(() => {
        again()
        askAgain()
      }),
    [again, askAgain],
  )
  const now = useNow(10_000)
  const events = [...(loaded.output?.events ?? []), ...(asked.output?.events ?? [])].sort((one, two) => two.last_seen - one.last_seen)
  if (events.length === 0) return null
  const total = (loaded.output?.total ?? 0) + (asked.output?.total ?? 0)
  return (
    <section aria-label="Events" className={styles.section}>
      <h3 className={styles.heading}>Events about it</h3>
      <ul className={styles.events}>
        {events.map((event) => (
          <li key={event.id} className={styles.event}>
            <SeverityBadge severity={event.severity} />
            <a href={fragmentOf({ page: 'queue', parameters: { event: event.id, ...everything } })}>{event.title}</a>
            <StatusBadge status={event.status} verdict={event.verdict} />
            <span className={styles.faint}>
              {event.count > 1 && `${event.count} times, `}
              {formatAgo(Math.min(event.last_seen, now), now)}
            </span>
          </li>
        ))}
      </ul>
      {total > events.length && (
        <a
          href={fragmentOf({
            page: 'queue',
            parameters: { q: writeEventFilters([{ field: 'entity', value: entity, negated: false }]), ...everything },
          })}
        >
          All {formatMany(total, 'event')}
        </a>
      )}
    </section>
  )
}
