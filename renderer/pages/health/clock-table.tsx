import type { ClockReport } from '../../../app/model/counters.ts'
import { PlainTable } from '../../components/plain-table.tsx'
import { formatAge, formatCount, formatSpan } from '../../format.ts'

const columns = [
  { title: 'Host' },
  { title: 'Its clock is' },
  { title: 'Records', align: 'end' },
  { title: 'Last seen', align: 'end' },
] as const

/** Hosts whose clock is off. Their records keep the time they say; nobody else's windows move with them. */
export function ClockTable({ clocks, now }: { clocks: readonly ClockReport[]; now: number }) {
  return (
    <PlainTable flush label="Clocks that are off" columns={columns}>
      <tbody>
        {clocks.map(({ domain, skew, records, last_seen }) => (
          <tr key={domain}>
            <td>{domain}</td>
            <td>
              {formatSpan(Math.abs(skew))} {skew > 0 ? 'ahead' : 'behind'}
            </td>
            <td data-align="end">{formatCount(records)}</td>
            <td data-align="end">{formatAge(last_seen, now)}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}
