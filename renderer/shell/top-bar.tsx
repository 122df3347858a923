import { TimeRangePicker } from '../components/time-range-picker.tsx'
import { useRange } from '../query/view.ts'
import { useRoute } from '../state/route.ts'
import { EventQueryBar, EventChips } from './event-query-bar.tsx'
import { ListenerHealth } from './listener-health.tsx'
import { RecordChips, RecordQueryBar } from './record-query-bar.tsx'
import styles from './top-bar.module.css'

/** Query, time, and how the listeners fare. The queue is asked in words of events, every other page in fields of records. */
export function TopBar() {
  const page = useRoute((route) => route.page)
  return (
    <header className={styles.top}>
      <div className={styles.row}>
        {page === 'queue' ? <EventQueryBar /> : <RecordQueryBar />}
        {(page === 'queue' || page === 'live') && <PageRange />}
        <ListenerHealth />
      </div>
      {page === 'queue' && <EventChips />}
      {page === 'live' && <RecordChips />}
    </header>
  )
}

function PageRange() {
  const [range, setRange] = useRange()
  return <TimeRangePicker range={range} onChange={setRange} />
}
