import { classes } from './classes.ts'
import styles from './histogram.module.css'

export interface HistogramProps {
  /** What it shows, in words: it stands for the picture. */
  label: string
  /** One list of counts, or two of the same bins: what was and what is. Each is drawn as shares of its own sum. */
  series: readonly { name: string; counts: readonly number[] }[]
  /** Ends of the axis. */
  from: string
  to: string
  /** 0 to 1 of the axis, with what stands there. */
  mark?: { at: number; text: string }
  height?: number
}

/** Bars of a distribution; two of them stand side by side in each bin. */
export function Histogram({ label, series, from, to, mark, height = 88 }: HistogramProps) {
  const shares = series.map(({ counts }) => {
    const sum = counts.reduce((all, count) => all + count, 0)
    return counts.map((count) => (sum > 0 ? count / sum : 0))
  })
  const top = Math.max(...shares.flat(), Number.MIN_VALUE)
  return (
    <figure className={styles.figure} role="img" aria-label={label}>
      {series.length > 1 && <HistogramLegend names={series.map(({ name }) => name)} />}
      <div className={classes(styles.plot, mark !== undefined && styles.marked)} style={{ height }}>
        {(shares[0] ?? []).map((_, bin) => (
          <span key={bin} className={styles.bin}>
            {shares.map((values, index) => (
              <span
                key={index}
                className={classes(styles.bar, series.length > 1 && index === 0 && styles.before)}
                data-empty={(values[bin] ?? 0) === 0}
                style={{ height: `${((values[bin] ?? 0) / top) * 100}%` }}
              />
            ))}
          </span>
        ))}
        {mark !== undefined && (
          <span className={styles.mark} data-end={mark.at > 0.6} style={{ left: `${Math.min(1, Math.max(0, mark.at)) * 100}%` }}>
            <span className={styles.markText}>{mark.text}</span>
          </span>
        )}
      </div>
      <figcaption className={styles.axis}>
        <span>{from}</span>
        <span>{to}</span>
      </figcaption>
    </figure>
  )
}

/** What the two kinds of bars are. */
export function HistogramLegend({ names }: { names: readonly string[] }) {
  return (
    <span className={styles.legend}>
      {names.map((name, index) => (
        <span key={name} className={styles.entry}>
          <span className={classes(styles.swatch, index === 0 && styles.before)} />
          {name}
        </span>
      ))}
    </span>
  )
}
