import type { FeatureSetInfo } from '../../../app/contract/models.ts'
import type { ModelVersion } from '../../../app/model/outlier-model.ts'
import { Figure, Figures } from '../../components/figure.tsx'
import { Histogram } from '../../components/histogram.tsx'
import { KeyValue, KeyValueRow } from '../../components/key-value.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { formatCount, formatMany, formatSpan } from '../../format.ts'
import { formatPlain } from '../../format-plain.ts'
import { useTime } from '../../state/use-time.ts'
import { useRequest } from '../../state/use-request.ts'
import { daysOf, formatMeasure, treeWords, whyWords } from './model-words.ts'
import { ScoredRows } from './scored-rows.tsx'
import styles from './models.module.css'

/** What a version was trained on, what it found usual, and what stood out even then. */
export function VersionFacts({ version, info }: { version: ModelVersion; info: FeatureSetInfo }) {
  const time = useTime()
  const { settings } = version
  const sampled = version.rows_seen - version.rows - version.confirmed_rows
  return (
    <>
      <Figures label="What it learnt from">
        <Figure title="Rows" value={formatCount(version.rows)} note={`${formatPlain(version.rows_per_day)} a day`} />
        <Figure title="Days" value={daysOf(version)} note={`${formatMany(version.records, 'record')}`} />
        <Figure title="Left out" value={formatCount(version.confirmed_rows)} note="under confirmed events" />
        <Figure
          title="Stand out"
          value={`${formatPlain(version.outliers_per_day)} a day`}
          note={`budget ${formatPlain(settings.budget)} a day`}
        />
      </Figures>
      <KeyValue>
        <KeyValueRow name="Version">
          <code>{version.id}</code>, {treeWords[version.algorithm]}, {settings.trees} of them
        </KeyValueRow>
        <KeyValueRow name="Trained">
          {time(version.trained_at)} by {version.trained_by}, {whyWords[version.why]}, in {formatSpan(version.took)}
        </KeyValueRow>
        <KeyValueRow name="Of">
          {time(version.from)} – {time(version.to)}
        </KeyValueRow>
        <KeyValueRow name="A row is">
          {info.judges === 'record'
            ? 'one record, judged at once'
            : `${formatPlain(settings.window_minutes)} minutes of one entity, judged when they have ended`}
          {sampled > 0 && `; ${formatMany(sampled, 'row')} more were too many to learn from all`}
        </KeyValueRow>
        <KeyValueRow name="Limit">a score above {version.limit.toFixed(3)} stands out</KeyValueRow>
        {version.profile_rows !== undefined && (
          <KeyValueRow name="Goes on learning">
            from every row, once it is judged: after {formatMany(version.profile_rows, 'row')} (about{' '}
            {formatMany(version.profile_rows / version.rows_per_day, 'day')}) it judges by those
          </KeyValueRow>
        )}
      </KeyValue>
      <section aria-label="Scores" className={styles.section}>
        <h3 className={styles.heading}>Scores of the rows it learnt from</h3>
        <Histogram
          label={`Scores of ${formatMany(version.rows, 'row')} from 0, usual, to 1; limit ${version.limit.toFixed(3)}`}
          series={[{ name: 'Rows', counts: version.histogram }]}
          from="0, usual"
          to="1, unlike all others"
          mark={{ at: version.limit, text: `limit ${version.limit.toFixed(3)}` }}
        />
      </section>
      <Ranges version={version} info={info} />
      <Highest id={version.id} />
    </>
  )
}

function Ranges({ version, info }: { version: ModelVersion; info: FeatureSetInfo }) {
  const about = new Map(info.features.map((feature) => [feature.name, feature]))
  return (
    <section aria-label="Features" className={styles.section}>
      <h3 className={styles.heading}>What it found usual</h3>
      <PlainTable
        label="Features"
        columns={[
          { title: 'Feature' },
          { title: '5 % below', align: 'end' },
          { title: 'Median', align: 'end' },
          { title: '5 % above', align: 'end' },
        ]}
      >
        <tbody>
          {version.ranges.map(({ feature, low, median, high }) => {
            const { title = feature, description = '', unit = 'number' } = about.get(feature) ?? {}
            return (
              <tr key={feature}>
                <td>
                  <span className={styles.feature}>
                    {title}
                    <span className={styles.faint}>{description}</span>
                  </span>
                </td>
                <td data-align="end">{formatMeasure(low, unit)}</td>
                <td data-align="end">{formatMeasure(median, unit)}</td>
                <td data-align="end">{formatMeasure(high, unit)}</td>
              </tr>
            )
          })}
        </tbody>
      </PlainTable>
    </section>
  )
}

const mostRows = 10

function Highest({ id }: { id: string }) {
  const [loaded] = useRequest('models.rows', { id, limit: mostRows })
  const rows = loaded.output?.rows
  return (
    <section aria-label="Highest rows" className={styles.section}>
      <h3 className={styles.heading}>Least usual of what it learnt from</h3>
      <p className={styles.faint}>A row here that was an attack? Confirm its event, and train again without it.</p>
      {rows === undefined ? <Skeleton lines={3} label="Loading rows" /> : <ScoredRows label="Least usual rows" rows={rows} />}
    </section>
  )
}
