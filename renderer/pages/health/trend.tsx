import { formatSpan } from '../../format.ts'
import styles from './health.module.css'

export interface TrendProps {
  title: string
  times: readonly number[]
  values: readonly number[]
  write: (value: number) => string
  /** Top of the scale; the greatest value unless given. */
  maximum?: number
  /** Anything above nothing is bad news. */
  loss?: boolean
}

const width = 300
const height = 56

/** A small chart of what this window has seen: the value now, its greatest, and its course. */
export function Trend({ title, times, values, write, maximum, loss }: TrendProps) {
  const now = values.at(-1)
  const greatest = Math.max(0, ...values)
  const top = maximum ?? greatest
  const bad = loss === true && greatest > 0
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0)
  const x = (time: number) => (span === 0 ? width : ((time - times[0]!) / span) * width)
  const y = (value: number) => height - 1 - (top === 0 ? 0 : (value / top) * (height - 4))
  const line = values.map((value, index) => `${x(times[index]!).toFixed(1)},${y(value).toFixed(1)}`).join(' ')
  return (
    <figure className={styles.trend} data-loss={bad}>
      <figcaption className={styles.trendHead}>
        <span>{title}</span>
        <strong>{now === undefined ? '—' : write(now)}</strong>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className={styles.trendChart}
        role="img"
        aria-label={`${title}: now ${now === undefined ? 'unknown' : write(now)}, at most ${write(greatest)} in the last ${formatSpan(span)}`}
      >
        {values.length > 1 && <polygon className={styles.trendArea} points={`0,${height} ${line} ${width},${height}`} />}
        {values.length > 1 && <polyline className={styles.trendLine} points={line} />}
        <line className={styles.trendBase} x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
      </svg>
      <span className={styles.trendFoot}>
        <span>{span > 0 ? `${formatSpan(span)} ago` : 'now'}</span>
        <span>at most {write(greatest)}</span>
      </span>
    </figure>
  )
}
