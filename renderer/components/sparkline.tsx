import styles from './sparkline.module.css'

export interface SparklineProps {
  values: readonly number[]
  /** What it shows, in words: it stands for the picture. */
  label: string
  kind?: 'bars' | 'line'
  width?: number
  height?: number
  /** The top of the scale; the greatest value unless given. */
  maximum?: number
}

/** A word-sized chart. */
export function Sparkline({ values, label, kind = 'bars', width = 96, height = 20, maximum }: SparklineProps) {
  const top = Math.max(maximum ?? 0, ...values, Number.MIN_VALUE)
  const step = width / Math.max(1, values.length)
  const y = (value: number) => height - 1 - (value / top) * (height - 2)
  return (
    <svg className={styles.sparkline} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {kind === 'line' ? (
        <polyline className={styles.line} points={values.map((value, index) => `${(index + 0.5) * step},${y(value)}`).join(' ')} />
      ) : (
        values.map(
          (value, index) =>
            value > 0 && (
              <rect
                key={index}
                className={styles.bar}
                x={index * step}
                width={Math.max(1, step - 1)}
                y={Math.min(y(value), height - 3)}
                height={height - Math.min(y(value), height - 3)}
              />
            ),
        )
      )}
      {kind === 'bars' && <line className={styles.base} x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />}
    </svg>
  )
}
