import type { FieldStatistics, NumericField, TextField } from '../../../app/model/dataset.ts'
import { Histogram } from '../../components/histogram.tsx'
import { ShareBars, type ShareBar } from '../../components/share-bars.tsx'
import { Spread } from '../../components/spread.tsx'
import { formatPlain } from '../../format-plain.ts'
import { valueShares } from './change-words.ts'
import styles from './datasets.module.css'

export interface FieldDrawingProps {
  name: string
  before: FieldStatistics | undefined
  after: FieldStatistics | undefined
  /** Shares of rows without a value. */
  nulls: { before: number; after: number }
  correlation?: { before: number; after: number }
}

const sides = ['history', 'this run'] as const

/** Old against new, as far as it can be drawn. */
export function FieldDrawing({ name, before, after, nulls, correlation }: FieldDrawingProps) {
  const drawsNulls = Math.abs(nulls.after - nulls.before) > 0.001
  return (
    <div className={styles.drawing}>
      {correlation !== undefined && <Correlation name={name} {...correlation} />}
      {before?.type === 'numeric' && after?.type === 'numeric' && <Numbers name={name} before={before} after={after} />}
      {isText(before) && isText(after) && <Words name={name} before={before} after={after} />}
      {before?.type === 'date' && after?.type === 'date' && <Dates name={name} before={before} after={after} />}
      {drawsNulls && (
        <ShareBars
          label={`Rows without ${name}, history and this run`}
          names={sides}
          bars={[pair('without a value', nulls.before, nulls.after)]}
        />
      )}
      {correlation === undefined && !drawsNulls && (before === undefined || after === undefined) && (
        <p className={styles.faint}>{after === undefined ? 'It is in no row of this run.' : 'It is in no row of history.'}</p>
      )}
    </div>
  )
}

function Numbers({ name, before, after }: { name: string; before: NumericField; after: NumericField }) {
  const edges = before.distribution.bin_edges
  const same = edges.length === after.distribution.bin_edges.length
  const [least, most] = [edges[0] ?? 0, edges.at(-1) ?? 0]
  const { numeric_stats: old } = before
  const { numeric_stats: now } = after
  const below = now.min < least ? ' and below' : ''
  const above = now.max > most ? ' and above' : ''
  return (
    <>
      {same && edges.length > 2 && (
        <Histogram
          label={`Distribution of ${name}: history has its mean at ${formatPlain(old.mean)}, this run at ${formatPlain(now.mean)}`}
          series={[
            { name: sides[0], counts: before.distribution.histogram },
            { name: sides[1], counts: after.distribution.histogram },
          ]}
          from={`${formatPlain(least)}${below}`}
          to={`${formatPlain(most)}${above}`}
        />
      )}
      <Spread
        label={`Where ${name} lies`}
        lines={[
          { name: sides[0], spread: old, text: `${formatPlain(old.min)} to ${formatPlain(old.max)}`, before: true },
          { name: sides[1], spread: now, text: `${formatPlain(now.min)} to ${formatPlain(now.max)}` },
        ]}
      />
    </>
  )
}

function Words({ name, before, after }: { name: string; before: TextField; after: TextField }) {
  const values = valueShares(before.stats.value_distribution, after.stats.value_distribution)
  const known = Object.keys(before.stats.value_distribution).length > 0 && Object.keys(after.stats.value_distribution).length > 0
  if (!known)
    return (
      <ShareBars
        label={`Different values of ${name}, history and this run`}
        names={sides}
        bars={[pair('different values', before.stats.uniqueness_ratio, after.stats.uniqueness_ratio)]}
      />
    )
  return (
    <ShareBars
      label={`Values of ${name}, history and this run`}
      names={sides}
      bars={values.map(({ value, before, after, isNew }) => ({ ...pair(value === '' ? '(empty)' : value, before, after), isNew }))}
    />
  )
}

type DateField = Extract<FieldStatistics, { type: 'date' }>

function Dates({ name, before, after }: { name: string; before: DateField; after: DateField }) {
  const part = ({ components }: DateField, kind: 'weekend' | 'off') => {
    const { weekday, weekend } = components.days.patterns.weekday_weekend
    const { business_hours, off_hours } = components.hours.patterns
    const [some, all] = kind === 'weekend' ? [weekend, weekday + weekend] : [off_hours, business_hours + off_hours]
    return all === 0 ? 0 : some / all
  }
  return (
    <ShareBars
      label={`When ${name} falls, history and this run`}
      names={sides}
      bars={[
        pair('on weekends', part(before, 'weekend'), part(after, 'weekend')),
        pair('off hours', part(before, 'off'), part(after, 'off')),
      ]}
    />
  )
}

function Correlation({ name, before, after }: { name: string; before: number; after: number }) {
  const bar: ShareBar = {
    name: 'correlation',
    before: { share: Math.abs(before), text: formatPlain(before) },
    after: { share: Math.abs(after), text: formatPlain(after) },
  }
  return <ShareBars label={`Correlation of ${name}, history and this run`} names={sides} bars={[bar]} />
}

function pair(name: string, before: number, after: number): ShareBar {
  const text = (share: number) => `${formatPlain(share * 100)} %`
  return { name, before: { share: before, text: text(before) }, after: { share: after, text: text(after) } }
}

function isText(field: FieldStatistics | undefined): field is TextField {
  return field?.type === 'categorical' || field?.type === 'text'
}
