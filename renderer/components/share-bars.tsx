import { HistogramLegend } from './histogram.tsx'
import styles from './share-bars.module.css'

export interface ShareBar {
  name: string
  /** Texts beside the bars; shares 0 to 1. */
  before: { share: number; text: string }
  after: { share: number; text: string }
  /** Was not there before. */
  isNew?: boolean
}

export interface ShareBarsProps {
  /** Accessible name. */
  label: string
  names: readonly [string, string]
  bars: readonly ShareBar[]
}

/** Old against new, one pair of bars a row. */
export function ShareBars({ label, names, bars }: ShareBarsProps) {
  const top = Math.max(...bars.flatMap(({ before, after }) => [before.share, after.share]), Number.MIN_VALUE)
  return (
    <div className={styles.bars} role="group" aria-label={label}>
      <HistogramLegend names={names} />
      <ul className={styles.list}>
        {bars.map(({ name, before, after, isNew }) => (
          <li key={name} className={styles.row}>
            <span className={styles.name} data-new={isNew}>
              {name}
              {isNew && <span className={styles.new}> new</span>}
            </span>
            <span className={styles.pair}>
              <Bar name={names[0]} share={before.share / top} text={before.text} before />
              <Bar name={names[1]} share={after.share / top} text={after.text} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Bar({ name, share, text, before = false }: { name: string; share: number; text: string; before?: boolean }) {
  return (
    <span className={styles.line}>
      <span className={styles.track}>
        <span className={styles.bar} data-before={before} style={{ width: share > 0 ? `max(2px, ${share * 100}%)` : 0 }} />
      </span>
      <span className={styles.text}>
        <span className={styles.spoken}>{name}: </span>
        {text}
      </span>
    </span>
  )
}
