import styles from './spread.module.css'

export interface SpreadOf {
  min: number
  q1: number
  median: number
  q3: number
  max: number
}

export interface SpreadProps {
  /** Accessible name. */
  label: string
  lines: readonly { name: string; spread: SpreadOf; text: string; before?: boolean }[]
}

/** Where numbers lie, on one axis for all lines: from least to most, the middle half as a box, the median as a stroke. */
export function Spread({ label, lines }: SpreadProps) {
  const least = Math.min(...lines.map(({ spread }) => spread.min))
  const most = Math.max(...lines.map(({ spread }) => spread.max))
  const at = (value: number) => (most > least ? ((value - least) / (most - least)) * 100 : 50)
  return (
    <div className={styles.spread} role="group" aria-label={label}>
      {lines.map(({ name, spread, text, before }) => (
        <div key={name} className={styles.line}>
          <span className={styles.name}>{name}</span>
          <span className={styles.track}>
            <span className={styles.whole} style={{ left: `${at(spread.min)}%`, width: `${at(spread.max) - at(spread.min)}%` }} />
            <span
              className={styles.half}
              data-before={before}
              style={{ left: `${at(spread.q1)}%`, width: `${at(spread.q3) - at(spread.q1)}%` }}
            />
            <span className={styles.median} style={{ left: `${at(spread.median)}%` }} />
          </span>
          <span className={styles.text}>{text}</span>
        </div>
      ))}
    </div>
  )
}
