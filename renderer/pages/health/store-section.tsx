import type { Health, NextDrop } from '../../../app/model/counters.ts'
import { KeyValue, KeyValueRow } from '../../components/key-value.tsx'
import { Notice } from '../../components/notice.tsx'
import { Section } from '../../components/page.tsx'
import { formatAge, formatAgo, formatBytes, formatCount, formatMany, formatShort } from '../../format.ts'
import { useTime } from '../../state/use-time.ts'
import { Meter } from './meter.tsx'
import styles from './health.module.css'

const day = 86_400_000

/** What is kept, for how long, and what goes next. */
export function StoreSection({ store, now }: { store: Health['store']; now: number }) {
  const time = useTime()
  const next = store.next_drop
  return (
    <Section title="Store">
      <div className={styles.stack}>
        <Meter
          label="Telemetry"
          value={store.bytes}
          capacity={store.budget_bytes}
          note={`${formatBytes(store.bytes)} of ${formatBytes(store.budget_bytes)}`}
        />
        {next?.reason === 'budget' && next.at - now < day && (
          <Notice tone="warning" title="The budget is nearly full.">
            {sayDrop(next, now)}
          </Notice>
        )}
        <KeyValue>
          <KeyValueRow name="Records">
            {formatCount(store.records)} in {formatMany(store.segments, 'segment')}
            {store.records > 0 && `, ${formatShort(store.bytes / store.records)} bytes each`}
          </KeyValueRow>
          <KeyValueRow name="Oldest">
            {store.oldest === undefined ? '—' : `${time(store.oldest)} (${formatAge(store.oldest, now)})`}
          </KeyValueRow>
          <KeyValueRow name="Newest">{store.newest === undefined ? '—' : time(store.newest)}</KeyValueRow>
          <KeyValueRow name="Kept for">
            {formatMany(store.retention_days, 'day')}, or until {formatBytes(store.budget_bytes)} are full; oldest go first
          </KeyValueRow>
          {next !== undefined && (
            <KeyValueRow name="Goes next">
              {sayDrop(next, now)} From {time(next.oldest)} to {time(next.newest)}.
            </KeyValueRow>
          )}
        </KeyValue>
      </div>
    </Section>
  )
}

function sayDrop({ reason, at, records, bytes }: NextDrop, now: number): string {
  const when = at <= now ? 'with the next check' : formatAgo(at, now)
  const why = reason === 'age' ? 'at the end of its time' : 'when the budget is full'
  return `${formatMany(records, 'record')} (${formatBytes(bytes)}) ${when}, ${why}.`
}
