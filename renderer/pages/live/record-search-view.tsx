import { FilterX, RefreshCw, Search, Square } from 'lucide-react'
import type { Condition } from '../../../app/model/query.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Faint, ToolbarGap } from '../../components/list-page.tsx'
import { Progress } from '../../components/progress.tsx'
import { rangeToText, type TimeRange } from '../../components/time-range.ts'
import { formatCount } from '../../format.ts'
import { refine } from '../../query/view.ts'
import { useHealth } from '../../state/health.ts'
import { LiveLayout } from './live-layout.tsx'
import { NothingReceived } from './nothing-received.tsx'
import { RecordHistogram } from './record-histogram.tsx'
import { useRecordSearch, type RecordSearch } from './use-record-search.ts'
import styles from './live.module.css'

/** Stored records that match, newest first, a page at a time. */
export function RecordSearchView({ conditions, range }: { conditions: Condition[]; range: TimeRange }) {
  const search = useRecordSearch(conditions, range)
  const { state, records } = search
  const searching = state.kind === 'searching'
  const live = () => refine({ q: undefined, range: undefined, record: undefined })
  return (
    <LiveLayout
      title="Search"
      rows={records}
      chart={<RecordHistogram key={rangeToText(range)} conditions={conditions} range={range} follow={false} />}
      onEndReached={() => state.kind === 'paused' && state.full && search.more()}
      toolbar={
        <>
          <Faint role="status">{describeSearch(search)}</Faint>
          {searching && (
            <>
              <span className={styles.progress}>
                <Progress label="Searching" fraction={state.fraction} />
              </span>
              <Button size="small" icon={<Square aria-hidden />} onPress={search.cancel}>
                Cancel
              </Button>
            </>
          )}
          <ToolbarGap />
          {!searching && (
            <Button size="small" icon={<RefreshCw aria-hidden />} onPress={search.again}>
              Search again
            </Button>
          )}
          <Button size="small" onPress={live}>
            Back to the stream
          </Button>
        </>
      }
      above={state.kind === 'failed' && <ErrorState title="The search failed" error={state.error} onRetry={search.again} />}
      empty={<NoRecords search={search} range={range} />}
      footer={records.length > 0 && 'next' in state && state.next !== undefined && <Continue search={search} />}
    />
  )
}

function describeSearch({ records, scanned, state }: RecordSearch): string {
  const found = `${formatCount(records.length)}${'next' in state && state.next !== undefined ? '+' : ''} found`
  const looked = scanned > 0 ? ` in ${formatCount(scanned)} looked at` : ''
  return `${found}${looked}${state.kind === 'cancelled' ? ', cancelled' : ''}`
}

/** The bound on work stopped the search, or the analyst did: there may be more. */
function Continue({ search }: { search: ReturnType<typeof useRecordSearch> }) {
  return (
    <p className={styles.more}>
      <Faint>{formatCount(search.scanned)} records looked at so far.</Faint>{' '}
      <Button size="small" icon={<Search aria-hidden />} onPress={search.more}>
        Continue searching
      </Button>
    </p>
  )
}

function NoRecords({ search, range }: { search: ReturnType<typeof useRecordSearch>; range: TimeRange }) {
  const stored = useHealth(({ health }) => health?.store.records)
  const { state } = search
  if (state.kind === 'searching' || state.kind === 'failed') return null
  if (stored === 0) return <NothingReceived />
  if ('next' in state && state.next !== undefined) {
    return (
      <EmptyState icon={<Search aria-hidden />} title="Nothing found yet">
        <Continue search={search} />
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={<FilterX aria-hidden />}
      title={state.kind === 'cancelled' ? 'Cancelled before anything was found' : 'No record matches'}
      actions={
        <>
          <Button onPress={() => refine({ q: undefined })}>Clear the query</Button>
          {range.kind !== 'all' && <Button onPress={() => refine({ range: 'all' })}>Search all time</Button>}
        </>
      }
    >
      {stored !== undefined && `${formatCount(stored)} records are stored; none of them matches in this time range.`}
    </EmptyState>
  )
}
