import { FilterX, PowerOff, ShieldCheck } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { formatAge, formatCount, formatShort } from '../../format.ts'
import { useStatusChoice } from '../../query/event-view.ts'
import { refine, useRange } from '../../query/view.ts'
import { flagEnabled, switchDetectionOn, useFlags } from '../../state/flags.ts'
import { useHealth } from '../../state/health.ts'
import { useNow } from '../../state/use-time.ts'
import { useRequest } from '../../state/use-request.ts'
import { NothingReceived } from '../live/nothing-received.tsx'

/** Why the queue is empty: the filter hides all, nothing was received, detection is off, or all is well. */
export function QueueEmpty({ filtered }: { filtered: boolean }) {
  const [choice, setChoice] = useStatusChoice()
  const [range] = useRange()
  const health = useHealth((state) => state.health)
  const detection = flagEnabled(
    useFlags(({ flags }) => flags),
    'detection',
  )
  const [all] = useRequest('events.search', { query: {}, limit: 1 })
  const total = all.output?.total ?? 0

  if (total > 0 && (filtered || range.kind !== 'all' || choice !== 'open')) {
    return (
      <EmptyState
        icon={<FilterX aria-hidden />}
        title={filtered ? 'The filter hides everything' : 'Nothing in this view'}
        actions={
          <>
            {filtered && <Button onPress={() => refine({ q: undefined })}>Clear the filter</Button>}
            {range.kind !== 'all' && <Button onPress={() => refine({ range: 'all' })}>Show all time</Button>}
            {choice !== 'all' && <Button onPress={() => setChoice('all')}>Show every status</Button>}
          </>
        }
      >
        {formatCount(total)} {total === 1 ? 'event is' : 'events are'} stored; none of them matches.
      </EmptyState>
    )
  }
  if (total > 0) {
    return (
      <EmptyState
        icon={<ShieldCheck aria-hidden />}
        title="Nothing is open"
        actions={<Button onPress={() => setChoice('resolved')}>Show resolved events</Button>}
      >
        All {formatCount(total)} events have a verdict.
      </EmptyState>
    )
  }
  if (health === undefined) return null
  if (health.store.records === 0) return <NothingReceived />
  if (detection === false) {
    return (
      <EmptyState
        icon={<PowerOff aria-hidden />}
        title="Detection is off"
        actions={
          <Button variant="primary" onPress={() => void switchDetectionOn()}>
            Switch detection on
          </Button>
        }
      >
        {formatCount(health.store.records)} records are stored and can be searched, but nothing looks at them.
      </EmptyState>
    )
  }
  return <NothingDetected />
}

function NothingDetected() {
  const health = useHealth((state) => state.health)
  const now = useNow()
  const sources = health?.counters.sources ?? []
  const last = Math.max(0, ...sources.map(({ last_record_at }) => last_record_at ?? 0))
  const rate = sources.reduce((sum, source) => sum + source.rate, 0)
  return (
    <EmptyState icon={<ShieldCheck aria-hidden />} title="Nothing detected">
      {formatCount(health?.store.records ?? 0)} records were looked at and none was out of the ordinary.{' '}
      {last > 0
        ? `The last one came ${formatAge(last, now) === 'now' ? 'just now' : `${formatAge(last, now)} ago`}, at ${formatShort(rate)} a second.`
        : 'None has come since the engine started.'}
    </EmptyState>
  )
}
