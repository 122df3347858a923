import type { ComparedModel, ModelComparison, ModelVersion, ScoredRow } from '../../../app/model/outlier-model.ts'
import { Button } from '../../components/button.tsx'
import { Histogram } from '../../components/histogram.tsx'
import { Notice, type NoticeTone } from '../../components/notice.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { formatCount, formatMany } from '../../format.ts'
import { formatPlain } from '../../format-plain.ts'
import { useTime } from '../../state/use-time.ts'
import { putInForce } from './model-actions.ts'

import { ScoredRows } from './scored-rows.tsx'
import styles from './models.module.css'

const verdicts: Record<ModelComparison['verdict'], { tone: NoticeTone; title: string }> = {
  better: { tone: 'success', title: 'Better.' },
  same: { tone: 'info', title: 'About the same.' },
  worse: { tone: 'danger', title: 'Worse.' },
}

export interface ComparisonResultProps {
  comparison: ModelComparison
  /** The candidate. */
  version: ModelVersion | undefined
  inForce: ModelVersion | undefined
}

/** Both in numbers, then what one would raise and the other would not. */
export function ComparisonResult({ comparison, version, inForce }: ComparisonResultProps) {
  const time = useTime()
  const { candidate, current, verdict, why } = comparison
  const { tone, title } = verdicts[verdict]
  return (
    <div className={styles.result}>
      <Notice
        tone={tone}
        title={title}
        actions={
          version !== undefined &&
          version.state !== 'in_force' && (
            <Button size="small" variant="primary" onPress={() => void putInForce(version, inForce)}>
              Put {version.id} in force
            </Button>
          )
        }
      >
        {why}
      </Notice>
      <p className={styles.faint}>
        {formatMany(comparison.rows, 'row')} from {formatMany(comparison.records, 'record')}, {time(comparison.from)} –{' '}
        {time(comparison.to)}
      </p>
      <PlainTable
        label="Side by side"
        columns={[
          { title: 'On the same days' },
          ...(current === undefined ? [] : [{ title: `${current.id}, in force`, align: 'end' as const }]),
          { title: candidate.id, align: 'end' },
        ]}
      >
        <tbody>
          {lines(comparison).map(({ name, value }) => (
            <tr key={name}>
              <td>{name}</td>
              {current !== undefined && <td data-align="end">{value(current)}</td>}
              <td data-align="end">{value(candidate)}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {current !== undefined && version !== undefined && inForce?.id === current.id && (
        <section aria-label="Scores side by side" className={styles.section}>
          <h3 className={styles.heading}>Scores each gave to what it learnt from</h3>
          <Histogram
            label={`Training scores of ${inForce.id} and ${version.id} from 0, usual, to 1`}
            series={[
              { name: `${inForce.id}, in force`, counts: inForce.histogram },
              { name: version.id, counts: version.histogram },
            ]}
            from="0, usual"
            to="1, unlike all others"
            mark={{ at: version.limit, text: `limit ${version.limit.toFixed(3)}` }}
          />
          {comparison.agreement !== undefined && (
            <p className={styles.faint}>Their orders of the rows agree to {formatPlain(comparison.agreement)}; 1 is the very same order.</p>
          )}
        </section>
      )}
      <RowList title={`Raised by ${candidate.id} only`} rows={comparison.gained} count={comparison.only_candidate} />
      {current !== undefined && <RowList title={`Raised by ${current.id} only`} rows={comparison.lost} count={comparison.only_current} />}
      {current !== undefined && <p className={styles.muted}>Raised by both: {formatCount(comparison.both)}.</p>}
    </div>
  )
}

function lines({ confirmed }: ModelComparison): { name: string; value: (model: ComparedModel) => string }[] {
  return [
    { name: 'Rows that stand out', value: ({ outliers }) => formatCount(outliers) },
    { name: 'A day', value: ({ outliers_per_day }) => formatPlain(outliers_per_day) },
    { name: 'Limit', value: ({ limit }) => limit.toFixed(3) },
    {
      name: 'Confirmed, and found',
      value: ({ confirmed_found }) => (confirmed === 0 ? 'none to find' : `${confirmed_found} of ${formatCount(confirmed)}`),
    },
    { name: 'Judged false, and raised', value: ({ noise }) => formatCount(noise) },
  ]
}

function RowList({ title, rows, count }: { title: string; rows: readonly ScoredRow[]; count: number }) {
  return (
    <details className={styles.details} open={rows.length > 0 && rows.length <= 20}>
      <summary>
        {title} ({formatCount(count)})
      </summary>
      <ScoredRows label={title} rows={rows} />
      {count > rows.length && <p className={styles.faint}>{formatMany(count - rows.length, 'more row')} not listed here.</p>}
    </details>
  )
}
