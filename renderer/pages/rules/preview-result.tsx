import type { ProfilePreview } from '../../../app/contract/profiles.ts'
import type { PreviewedEvent } from '../../../app/model/rule-figures.ts'
import { Figure, Figures } from '../../components/figure.tsx'
import { Notice } from '../../components/notice.tsx'
import { verdictLabels } from '../../components/status-badge.tsx'
import { formatCount, formatMany } from '../../format.ts'
import { useTime } from '../../state/use-time.ts'
import { fromTo, gapsOf, summarizePreview } from './preview-words.ts'
import styles from './preview.module.css'

/** Before and after in numbers; the events behind them, true positives that would be lost first. */
export function PreviewResult({ preview }: { preview: ProfilePreview }) {
  const time = useTime()
  const lost = preview.lost_true_positives
  const gaps = gapsOf(preview, time)
  return (
    <div className={styles.result}>
      <p role="status">
        <strong>{summarizePreview(preview)}</strong>{' '}
        <span className={styles.faint}>
          {formatMany(preview.records, 'record')}, {time(preview.from)} – {time(preview.to)}
        </span>
      </p>
      {gaps.map((gap) => (
        <Notice key={gap} tone="warning">
          {gap}
        </Notice>
      ))}
      <Figures label="Before and after">
        <Figure title="Events" value={fromTo(preview)} />
        <Figure title="Raised" value={`+${formatCount(preview.raised_count)}`} />
        <Figure title="Removed" value={`−${formatCount(preview.removed_count)}`} />
        <Figure
          title="True positives lost"
          value={formatCount(lost.length)}
          tone={lost.length > 0 ? 'danger' : 'healthy'}
          note={lost.length > 0 ? 'resolved as true' : 'none of yours'}
        />
        <Figure title="Noise removed" value={formatCount(preview.removed_noise)} note="benign or false" />
        <Figure title="Alerts" value={fromTo(preview.alerts)} />
        <Figure title="Step-ups" value={fromTo(preview.step_ups)} />
        <Figure title="Blocks" value={fromTo(preview.blocks)} />
      </Figures>
      {lost.length > 0 && <EventList title="True positives it would lose" events={lost} count={lost.length} danger open />}
      {preview.raised_count > 0 && <EventList title="Raised" events={preview.raised} count={preview.raised_count} />}
      {preview.removed_count > 0 && <EventList title="Removed" events={preview.removed} count={preview.removed_count} />}
    </div>
  )
}

interface EventListProps {
  title: string
  events: readonly PreviewedEvent[]
  /** Of all there are; the list may be cut. */
  count: number
  danger?: boolean
  open?: boolean
}

function EventList({ title, events, count, danger, open }: EventListProps) {
  return (
    <details className={styles.events} data-danger={danger} open={open}>
      <summary>
        {title} ({formatCount(count)})
      </summary>
      <ul aria-label={title}>
        {events.map((event, index) => (
          <Previewed key={event.event_id ?? `${event.entity} ${event.first_seen} ${index}`} event={event} />
        ))}
      </ul>
      {count > events.length && <p className={styles.faint}>{formatMany(count - events.length, 'more event')} not listed here.</p>}
    </details>
  )
}

function Previewed({ event }: { event: PreviewedEvent }) {
  const time = useTime()
  return (
    <li className={styles.event}>
      <span className={styles.line}>
        <code>{event.entity}</code>
        <span className={styles.faint}>
          {time(event.first_seen)}, {formatMany(event.count, 'record')}
        </span>
        {event.verdict !== undefined && <strong>{verdictLabels[event.verdict]}</strong>}
        {event.event_id !== undefined && <a href={`#/queue?event=${event.event_id}&status=all&range=all`}>Open the event</a>}
      </span>
      <span className={styles.explanation}>{event.explanation}</span>
    </li>
  )
}
