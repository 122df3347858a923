import { useEffect } from 'react'
import type { SecurityEvent } from '../../../app/model/event.ts'
import { ErrorState } from '../../components/error-state.tsx'
import { FlyoutHead, FlyoutLine } from '../../components/flyout-head.tsx'
import { SeverityBadge } from '../../components/severity-badge.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { refine, useParameter } from '../../query/view.ts'
import { onEventsChanged } from '../../state/events.ts'
import { useRequest } from '../../state/use-request.ts'
import { useTime } from '../../state/use-time.ts'
import { Value, ValueMenu } from '../../values/value-menu.tsx'
import { EntityTab } from './entity-tab.tsx'
import { EventFoot } from './event-foot.tsx'
import { EvidenceTab } from './evidence-tab.tsx'
import { HistoryTab } from './history-tab.tsx'
import { wishNote } from './note-wish.ts'
import { SimilarTab } from './similar-tab.tsx'
import { WhyTab } from './why-tab.tsx'
import styles from './event.module.css'

const tabIds = ['why', 'evidence', 'entity', 'similar', 'history'] as const
type TabId = (typeof tabIds)[number]

export interface EventFlyoutProps {
  id: string
  onClose: () => void
  onOpen: (id: string) => void
  onResolve: (ids: string[]) => void
}

/** One event in full, beside the list it came from. */
export function EventFlyout({ id, onClose, onOpen, onResolve }: EventFlyoutProps) {
  const [loaded, again] = useRequest('events.get', { id })
  const asked = useParameter('tab')
  const tab = tabIds.find((one) => one === asked) ?? 'why'
  const setTab = (next: TabId) => refine({ tab: next === 'why' ? undefined : next })
  useEffect(
    () =>
      onEventsChanged(({ created, updated }) => {
        if ([...created, ...updated].some((event) => event.id === id)) again()
      }),
    [id, again],
  )

  const detail = loaded.output
  if (detail === undefined) {
    return (
      <>
        <FlyoutHead title="Event" onClose={onClose} />
        {loaded.kind === 'failed' ? (
          <ErrorState title="The event could not be loaded" error={loaded.error} onRetry={again} />
        ) : (
          <Skeleton lines={6} label="Loading the event" />
        )}
      </>
    )
  }
  const { event } = detail
  const writeNote = () => {
    wishNote(event.id)
    setTab('history')
  }
  return (
    <ValueMenu>
      <EventHead event={event} onClose={onClose} />
      <Tabs
        label="Event"
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'why', title: 'Why it fired', content: <WhyTab detail={detail} /> },
          { id: 'evidence', title: 'Evidence', count: event.evidence.length, content: <EvidenceTab key={id} event={event} /> },
          { id: 'entity', title: 'Entity', content: <EntityTab key={id} event={event} /> },
          { id: 'similar', title: 'Similar', content: <SimilarTab event={event} onOpen={onOpen} /> },
          {
            id: 'history',
            title: 'History',
            count: detail.notes.length || undefined,
            content: <HistoryTab key={id} detail={detail} onNoted={again} />,
          },
        ]}
      />
      <EventFoot event={event} onResolve={() => onResolve([event.id])} onNote={writeNote} />
    </ValueMenu>
  )
}

function EventHead({ event, onClose }: { event: SecurityEvent; onClose: () => void }) {
  const time = useTime()
  const [first, last] = [time(event.first_seen), time(event.last_seen)]
  return (
    <FlyoutHead title={event.title} onClose={onClose}>
      <FlyoutLine>
        <SeverityBadge severity={event.severity} />
        <span>Risk {event.risk_score}</span>
        <StatusBadge status={event.status} verdict={event.verdict} />
        <span className={styles.faint}>{event.owner === undefined ? 'nobody’s' : `${event.owner}’s`}</span>
      </FlyoutLine>
      <FlyoutLine>
        <Value field="entity" value={event.entity.value} />
        <span className={styles.faint}>
          {first}
          {last !== first && ` – ${first.slice(0, 10) === last.slice(0, 10) ? last.slice(11) : last}`}
        </span>
      </FlyoutLine>
    </FlyoutHead>
  )
}
