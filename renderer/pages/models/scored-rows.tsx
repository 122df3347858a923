import type { ScoredRow } from '../../../app/model/outlier-model.ts'
import { formatQuery } from '../../../app/model/query-language.ts'
import { rangeToText } from '../../components/time-range.ts'
import { formatMany } from '../../format.ts'
import { fragmentOf } from '../../state/route.ts'
import { useTime } from '../../state/use-time.ts'
import { formatMeasure, formatRange } from './model-words.ts'
import layout from '../../components/layout.module.css'
import styles from './models.module.css'

/** Rows with their scores, and what made each of them unusual. */
export function ScoredRows({ label, rows }: { label: string; rows: readonly ScoredRow[] }) {
  if (rows.length === 0) return <p className={styles.muted}>There is none.</p>
  return (
    <ul className={styles.rows} aria-label={label}>
      {rows.map((row) => (
        <Row key={`${row.entity} ${row.from}`} row={row} />
      ))}
    </ul>
  )
}

const mostReasons = 4

function Row({ row: { entity, from, to, records, score, contributions } }: { row: ScoredRow }) {
  const time = useTime()
  return (
    <li className={layout.row}>
      <span className={styles.rowLine}>
        <code>{entity}</code>
        <span className={styles.score}>score {score.toFixed(3)}</span>
        <span className={styles.faint}>
          {time(from)}, {formatMany(records, 'record')}
        </span>
        <a href={recordsOf(entity, from, to)}>Its records</a>
      </span>
      <ul className={styles.reasons} aria-label={`Why ${entity}`}>
        {contributions.slice(0, mostReasons).map(({ feature, title, unit, value, low, high, share }) => (
          <li key={feature}>
            <strong>
              {title} {formatMeasure(value, unit)}
            </strong>{' '}
            <span className={styles.muted}>
              usually {formatRange(low, high, unit)}, {Math.round(share * 100)} % of it
            </span>
          </li>
        ))}
      </ul>
    </li>
  )
}

function recordsOf(entity: string, from: number, to: number): string {
  const conditions = entity.split(' → ').map((value) => ({ kind: 'entity' as const, value, negated: false }))
  const range = rangeToText({ kind: 'between', from: Math.floor(from), to: Math.ceil(Math.max(to, from + 1)) })
  return fragmentOf({ page: 'live', parameters: { q: formatQuery(conditions), range } })
}
