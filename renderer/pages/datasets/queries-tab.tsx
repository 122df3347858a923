import type { DatasetDetail } from '../../../app/contract/datasets.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { formatAgo, formatCount, formatMany } from '../../format.ts'
import { formatPlain } from '../../format-plain.ts'
import { useNow } from '../../state/use-time.ts'
import layout from '../../components/layout.module.css'
import styles from './datasets.module.css'

/** How this role asks for the dataset: its queries, and the fields it has ever read. */
export function QueriesTab({ detail: { summary, patterns, fields } }: { detail: DatasetDetail }) {
  const now = useNow(10_000)
  if (patterns.length === 0 && fields.length === 0)
    return <EmptyState title="No query of this role is known">What came from a file was asked for by nobody.</EmptyState>
  return (
    <div className={styles.tab}>
      <section aria-label="Queries" className={styles.section}>
        <h3 className={styles.heading}>Queries of {summary.role}</h3>
        <ul className={styles.rows}>
          {patterns.map((pattern) => (
            <li key={pattern.identity} className={layout.row}>
              <span className={styles.rowLine}>
                <strong>{pattern.operation_name ?? 'unnamed'}</strong>
                <span>{formatCount(pattern.count)} times</span>
                <span className={styles.faint}>
                  first {formatAgo(Math.min(pattern.first_seen, now), now)}, last {formatAgo(Math.min(pattern.last_seen, now), now)}
                </span>
              </span>
              <span className={styles.muted}>
                {formatPlain(pattern.rows.mean)} rows each, {formatPlain(pattern.rows.max)} at most; complexity{' '}
                {formatPlain(pattern.features.complexity_score)}, {pattern.features.depth} deep
              </span>
              <details className={styles.details}>
                <summary>As it is asked, without its values</summary>
                <pre className={styles.query} tabIndex={0}>
                  {pattern.text}
                </pre>
              </details>
            </li>
          ))}
        </ul>
      </section>
      <section aria-label="Fields" className={styles.section}>
        <h3 className={styles.heading}>{formatMany(fields.length, 'field')} it has read</h3>
        <PlainTable label="Fields" columns={[{ title: 'Field' }, { title: 'Uses', align: 'end' }, { title: 'First' }, { title: 'Last' }]}>
          <tbody>
            {fields.map(({ field, uses, first_seen, last_seen }) => (
              <tr key={field}>
                <td>
                  <code>{field}</code>
                </td>
                <td data-align="end">{formatCount(uses)}</td>
                <td>{formatAgo(Math.min(first_seen, now), now)}</td>
                <td>{formatAgo(Math.min(last_seen, now), now)}</td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      </section>
    </div>
  )
}
