import { Button } from '../../components/button.tsx'
import { rangeToText } from '../../components/time-range.ts'
import { formatShort } from '../../format.ts'
import { refine } from '../../query/view.ts'
import { openStatuses } from '../../state/events.ts'
import { useRequest } from '../../state/use-request.ts'

/** An open event must not be forgotten because it is older than the time range: how many there are, and a way to them. */
export function OlderEvents({ bounds, asked }: { bounds: { from?: number }; asked: number }) {
  // One question a minute is enough; `from` moves with every reload.
  const to = bounds.from === undefined ? undefined : Math.floor(bounds.from / 60_000) * 60_000
  const [loaded] = useRequest(
    'events.search',
    to === undefined || asked === 0 ? undefined : { query: { statuses: openStatuses, to }, limit: 1 },
  )
  const total = loaded.output?.total ?? 0
  if (to === undefined || total === 0) return null
  return (
    <Button size="small" variant="quiet" onPress={() => refine({ range: rangeToText({ kind: 'all' }), status: undefined })}>
      {formatShort(total)} older still open
    </Button>
  )
}
