import { useRecordConditions } from '../../query/record-view.ts'
import { useRange } from '../../query/view.ts'
import { LiveStream } from './live-stream.tsx'
import { RecordSearchView } from './record-search-view.tsx'

/** Records as they arrive; with a query, or a stretch of time that lies fixed, a search of what is stored. */
export function LivePage() {
  const conditions = useRecordConditions()
  const [range] = useRange()
  if (conditions.length === 0 && range.kind !== 'between') return <LiveStream range={range} />
  return <RecordSearchView conditions={conditions} range={range} />
}
