import type { SecurityEvent } from '../../../app/model/event.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { formatCount, formatMany } from '../../format.ts'
import { useRequest } from '../../state/use-request.ts'
import { RecordList } from '../record/record-list.tsx'
import styles from './event.module.css'

/** An event counts what was observed, which may be less than the records that it was observed in. */
function describeEvidence(shown: number, count: number): string {
  if (shown >= count) return formatMany(shown, 'contributing record')
  const first = shown > 0 ? ': the first and the latest' : ''
  return `${shown === 0 ? 'No' : formatCount(shown)} of ${formatMany(count, 'contributing record')}${first}`
}

/** The records an event was made of: the first few and the latest. */
export function EvidenceTab({ event }: { event: SecurityEvent }) {
  const [loaded, again] = useRequest('events.evidence', { id: event.id })
  const answer = loaded.output
  if (answer === undefined) {
    if (loaded.kind === 'failed') return <ErrorState title="The evidence could not be loaded" error={loaded.error} onRetry={again} />
    return <Skeleton lines={6} label="Loading the evidence" />
  }
  const { records, missing } = answer
  return (
    <div className={styles.list}>
      <p className={styles.lead}>{describeEvidence(records.length, event.count)}</p>
      {missing > 0 && (
        <Notice banner tone="warning">
          {formatCount(missing)} {missing === 1 ? 'record is' : 'records are'} past retention and gone.
        </Notice>
      )}
      {records.length === 0 ? (
        <EmptyState title="No evidence records">
          This kind of event is made of what did not arrive, or its records are past retention.
        </EmptyState>
      ) : (
        <RecordList records={records} label="Evidence" />
      )}
    </div>
  )
}
