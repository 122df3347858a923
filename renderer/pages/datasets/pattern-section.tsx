import type { QueryPattern } from '../../../app/model/dataset.ts'
import { Badge } from '../../components/badge.tsx'
import { KeyValue, KeyValueRow } from '../../components/key-value.tsx'
import { formatMany } from '../../format.ts'
import { formatPlain } from '../../format-plain.ts'
import styles from './datasets.module.css'

/** How it was asked for, beside how this role usually asks. */
export function PatternSection({ pattern }: { pattern: QueryPattern }) {
  const { concerns, features, identity, first_seen, error } = pattern
  if (identity === null && features === null && concerns.length === 0 && error === undefined) return null
  return (
    <section aria-label="Query" className={styles.section}>
      <h3 className={styles.heading}>The query</h3>
      {concerns.length === 0 && (
        <p className={styles.muted}>{first_seen ? 'Asked for the first time by this role.' : 'As this role usually asks.'}</p>
      )}
      {concerns.length > 0 && (
        <ul className={styles.sentences} aria-label="Concerns about the query">
          {concerns.map(({ kind, severity, explanation }) => (
            <li key={`${kind} ${explanation}`}>
              <Badge tone={severity === 'high' ? 'danger' : 'warning'}>{severity}</Badge> {explanation}
            </li>
          ))}
        </ul>
      )}
      {error !== undefined && <p className={styles.muted}>It could not be read: {error}</p>}
      {features !== null && (
        <KeyValue>
          <KeyValueRow name="Complexity">
            {formatPlain(features.complexity_score)}: {features.depth} deep, {formatMany(features.fields, 'field')},{' '}
            {formatMany(features.arguments, 'argument')}, {formatMany(features.variables, 'variable')}
          </KeyValueRow>
          <KeyValueRow name="Asks for">
            {[features.has_filtering && 'a filter', features.has_sorting && 'an order', features.has_pagination && 'a page']
              .filter(Boolean)
              .join(', ') || 'everything: no filter, no page'}
          </KeyValueRow>
          {identity !== null && (
            <KeyValueRow name="Identity">
              <code>{identity.slice(0, 16)}</code>
            </KeyValueRow>
          )}
        </KeyValue>
      )}
    </section>
  )
}
