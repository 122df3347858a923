import type { SecurityEvent } from '../../../app/model/event.ts'
import type { RecordQuery } from '../../../app/model/query.ts'
import { formatQuery } from '../../../app/model/query-language.ts'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Progress } from '../../components/progress.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { TimeChart } from '../../components/time-chart.tsx'
import { niceInterval, rangeToText } from '../../components/time-range.ts'
import { showTurns } from '../../format-plain.ts'
import { formatCount } from '../../format.ts'
import { fillBuckets } from '../../query/buckets.ts'
import { goTo } from '../../state/route.ts'
import { useRequest } from '../../state/use-request.ts'
import { Value } from '../../values/value-menu.tsx'
import { RecordList } from '../record/record-list.tsx'
import { queryAround } from './entity-query.ts'
import styles from './event.module.css'

const tops: readonly { field: string; title: string }[] = [
  { field: 'event.action', title: 'Actions' },
  { field: 'destination.ip', title: 'Destinations' },
  { field: 'destination.port', title: 'Destination ports' },
  { field: 'source.ip', title: 'Sources' },
  { field: 'user.name', title: 'Users' },
  { field: 'host.name', title: 'Hosts' },
]

/** What else the entity did around the event. */
export function EntityTab({ event }: { event: SecurityEvent }) {
  const query = queryAround(event)
  const openAll = () =>
    goTo('live', { q: formatQuery(query.conditions), range: rangeToText({ kind: 'between', from: query.from, to: query.to }) })
  return (
    <div className={styles.list}>
      <div className={styles.leadLine}>
        <p className={styles.lead}>All records that name {showTurns(event.entity.value)}, around the event</p>
        <Button size="small" onPress={openAll}>
          Open in Live
        </Button>
      </div>
      <EntityHistogram query={query} />
      <div className={styles.tops}>
        {tops.map(({ field, title }) => (
          <TopValues key={field} query={query} field={field} title={title} />
        ))}
      </div>
      <RecentRecords query={query} />
    </div>
  )
}

function EntityHistogram({ query }: { query: Required<RecordQuery> }) {
  const interval = Math.max(60_000, niceInterval(query.to - query.from, 60))
  const [loaded] = useRequest('records.histogram', { query, interval })
  if (loaded.output === undefined)
    return loaded.kind === 'loading' ? <Progress label="Counting records" fraction={loaded.fraction} /> : null
  const { times, rows } = fillBuckets(loaded.output.buckets, { from: query.from, to: query.to - 1, interval: loaded.output.interval })
  return (
    <TimeChart
      label="Records"
      height={72}
      times={times}
      interval={loaded.output.interval}
      series={[{ name: 'Records', token: '--accent', values: rows.map((row) => row?.count ?? 0) }]}
    />
  )
}

function TopValues({ query, field, title }: { query: RecordQuery; field: string; title: string }) {
  const [loaded] = useRequest('records.top', { query, field, limit: 5 })
  const values = loaded.output?.values
  if (values === undefined || values.length === 0) return null
  const most = values[0]?.count ?? 1
  return (
    <section aria-label={title} className={styles.top}>
      <h3 className={styles.heading}>{title}</h3>
      {values.map(({ value, count }) => (
        <div key={value} className={styles.topRow}>
          <span className={styles.topBar} style={{ width: `${(count / most) * 100}%` }} />
          <Value field={field} value={value} />
          <span className={styles.topCount}>{formatCount(count)}</span>
        </div>
      ))}
    </section>
  )
}

function RecentRecords({ query }: { query: RecordQuery }) {
  const [loaded, again] = useRequest('records.search', { query, limit: 20 })
  if (loaded.output === undefined) {
    if (loaded.kind === 'failed') return <ErrorState title="The records could not be loaded" error={loaded.error} onRetry={again} />
    return <Skeleton lines={4} label="Loading records" />
  }
  const { records } = loaded.output
  return (
    <section aria-label="Latest records">
      <h3 className={styles.listHeading}>Latest records</h3>
      {records.length === 0 ? (
        <p className={styles.lead}>None is stored any more.</p>
      ) : (
        <RecordList records={records} label="Latest records of the entity" />
      )}
    </section>
  )
}
