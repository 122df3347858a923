import type { SecurityEvent } from '../../../app/model/event.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { SeverityBadge } from '../../components/severity-badge.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { showTurns } from '../../format-plain.ts'
import { formatCount } from '../../format.ts'
import { useRequest } from '../../state/use-request.ts'
import { useTime } from '../../state/use-time.ts'
import styles from './event.module.css'

/** Events of the same rule or about the same entity, and what came of them. */
export function SimilarTab({ event, onOpen }: { event: SecurityEvent; onOpen: (id: string) => void }) {
  const [loaded, again] = useRequest('events.similar', { id: event.id, limit: 50 })
  const time = useTime()
  if (loaded.output === undefined) {
    if (loaded.kind === 'failed') return <ErrorState title="Similar events could not be loaded" error={loaded.error} onRetry={again} />
    return <Skeleton lines={5} label="Loading similar events" />
  }
  const { events } = loaded.output
  if (events.length === 0)
    return <EmptyState title="Nothing similar">No other event of this rule or about {event.entity.value}.</EmptyState>
  return (
    <ul className={styles.similar} aria-label="Similar events">
      {events.map((other) => (
        <li key={other.id}>
          <button type="button" className={styles.similarRow} onClick={() => onOpen(other.id)}>
            <span className={styles.similarLine}>
              <SeverityBadge severity={other.severity} />
              <span className={styles.similarTitle}>{other.title}</span>
              <StatusBadge status={other.status} verdict={other.verdict} />
            </span>
            <span className={styles.similarLine}>
              <code>{showTurns(other.entity.value)}</code>
              <span className={styles.faint}>
                {time(other.last_seen)} · {formatCount(other.count)} records · {sameOf(event, other)}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function sameOf(event: SecurityEvent, other: SecurityEvent): string {
  const rule = event.anomaly_type === other.anomaly_type
  const entity = event.entity.value === other.entity.value
  if (rule && entity) return 'same rule and entity'
  return rule ? 'same rule' : 'same entity'
}
