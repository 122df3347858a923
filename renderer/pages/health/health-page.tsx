import type { Health } from '../../../app/model/counters.ts'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page, Section } from '../../components/page.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { formatAge, formatAgo, formatBytes, formatCount, formatMany, formatShort, formatSpan } from '../../format.ts'
import { useHealth } from '../../state/health.ts'
import { goTo } from '../../state/route.ts'
import { useNow, useTime } from '../../state/use-time.ts'
import { ClockTable } from './clock-table.tsx'
import { CorridorStrip } from './corridor-strip.tsx'
import { DetectorTable } from './detector-table.tsx'
import { Meter } from './meter.tsx'
import { SourceTable } from './source-table.tsx'
import { StoreSection } from './store-section.tsx'
import { Trend } from './trend.tsx'
import styles from './health.module.css'

/** The engine speaks once a second; past this it is worth saying that it does not. */
const silence = 5_000

export function HealthPage() {
  const { health, history } = useHealth()
  const now = useNow()
  const time = useTime()
  if (health === undefined) {
    return (
      <Page title="Health">
        <Skeleton lines={8} label="Loading the engine’s figures" />
      </Page>
    )
  }
  return (
    <Page
      title="Health"
      description={`Numbers since the engine started, ${time(health.started_at)} (${formatAgo(health.started_at, now)}).`}
    >
      {now - health.at > silence && (
        <Notice tone="warning" title={`No figures for ${formatSpan(now - health.at)}.`}>
          The engine is busy or gone; what is below is the last it said.
        </Notice>
      )}
      {health.problems.map((problem) => (
        <Problem key={`${problem.kind} ${problem.source ?? ''} ${problem.message}`} problem={problem} now={now} />
      ))}
      {(health.counters.flag_failures ?? 0) > 0 && (
        <Notice tone="warning" title="Flags could not be read.">
          {formatMany(health.counters.flag_failures ?? 0, 'time')}; they counted as their safe defaults then.
        </Notice>
      )}
      <Section title="From the wire to an event">
        <CorridorStrip counters={health.counters} />
      </Section>
      <div className={styles.trends}>
        <Trend title="Stored" times={history.times} values={history.stored} write={(value) => `${formatShort(value)}/s`} />
        <Trend title="Dropped" times={history.times} values={history.dropped} write={(value) => `${formatShort(value)}/s`} loss />
        <Trend
          title="Fullest queue"
          maximum={1}
          times={history.times}
          values={history.waiting}
          write={(value) => `${Math.round(value * 100)} %`}
        />
        <Trend title="Memory" times={history.times} values={history.memory} write={formatBytes} />
      </div>
      <Section title="Each source">
        {health.counters.sources.length === 0 ? (
          <p className={styles.quiet}>There is no source. Add one on Sources.</p>
        ) : (
          <SourceTable sources={health.counters.sources} now={now} />
        )}
      </Section>
      <div className={styles.columns}>
        <StoreSection store={health.store} now={now} />
        <Section title="Queues between stages">
          <div className={styles.stack}>
            {health.queues.map(({ name, depth, capacity, unit }) => (
              <Meter
                key={name}
                label={name}
                value={depth}
                capacity={capacity}
                note={
                  unit === 'bytes'
                    ? `${formatBytes(depth)} of ${formatBytes(capacity)}`
                    : `${formatCount(depth)} of ${formatCount(capacity)} ${unit}`
                }
              />
            ))}
            <p className={styles.quiet}>
              Memory {formatBytes(health.memory.rss)}, of it {formatBytes(health.memory.heap_used)} in the engine’s heap.
            </p>
          </div>
        </Section>
      </div>
      <Section title="Detectors" description="Forgotten early: entities put out of memory because a detector’s limit was reached.">
        <DetectorTable detectors={health.counters.detectors} />
      </Section>
      <Section title="Clocks" description="Hosts whose clock is far from this machine’s. Their records keep the time they say.">
        {health.counters.clocks.length === 0 ? (
          <p className={styles.quiet}>Every host’s clock agrees with this machine’s.</p>
        ) : (
          <ClockTable clocks={health.counters.clocks} now={now} />
        )}
      </Section>
    </Page>
  )
}

function Problem({ problem, now }: { problem: Health['problems'][number]; now: number }) {
  const { message, source, since } = problem
  const onSource = source !== undefined && (
    <Button size="small" onPress={() => goTo('sources')}>
      Sources
    </Button>
  )
  return (
    <Notice tone="warning" title={source} actions={onSource}>
      {message} <span className={styles.quiet}>For {formatAge(since, now)}.</span>
    </Notice>
  )
}
