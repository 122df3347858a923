import type { SourceCounters } from '../../../app/model/counters.ts'
import { PlainTable } from '../../components/plain-table.tsx'
import { formatAge, formatCount, formatShort, formatSpan } from '../../format.ts'
import { droppedOf, unparsedOf } from '../../state/health-history.ts'
import { reasonsOf, rowsOf } from './corridor.ts'
import styles from './health.module.css'

const columns = [
  { title: 'Source' },
  { title: 'Rate', align: 'end' },
  { title: 'Received', align: 'end' },
  { title: 'Parsed', align: 'end' },
  { title: 'Unparsed', align: 'end' },
  { title: 'Dropped', align: 'end' },
  { title: 'Stored', align: 'end' },
  { title: 'Lag', align: 'end' },
  { title: 'Last record', align: 'end' },
] as const

export function SourceTable({ sources, now }: { sources: readonly SourceCounters[]; now: number }) {
  return (
    <PlainTable flush label="Each source" columns={columns}>
      <tbody>
        {rowsOf(sources).map(({ title, source }) => (
          <tr key={source.source} data-removed={source.removed}>
            <td className={styles.strong}>{title}</td>
            <td data-align="end">{formatShort(source.rate)}/s</td>
            <td data-align="end">{formatCount(source.received)}</td>
            <td data-align="end">{formatCount(source.parsed)}</td>
            <Reasons total={unparsedOf(source)} counts={source.unparsed} />
            <Reasons total={droppedOf(source)} counts={source.dropped} loss />
            <td data-align="end">{formatCount(source.stored)}</td>
            <td data-align="end">{source.last_record_at === undefined ? '—' : formatSpan(source.lag)}</td>
            <td data-align="end">{source.last_record_at === undefined ? 'never' : formatAge(source.last_record_at, now)}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function Reasons({ total, counts, loss }: { total: number; counts: Record<string, number>; loss?: boolean }) {
  return (
    <td data-align="end">
      <span className={loss && total > 0 ? styles.lost : undefined}>{formatCount(total)}</span>
      {reasonsOf(counts).map(({ reason, count }) => (
        <span key={reason} className={styles.cellReason}>
          {formatCount(count)} {reason}
        </span>
      ))}
    </td>
  )
}
