import styles from './sparkline.module.css'

export interface SparklineProps {
  values: readonly number[]
  /** Stacked on top of them, in another colour; bars only. */
  above?: readonly number[]
  /** What it shows, in words: it stands for the picture. */
  label: string
  kind?: 'bars' | 'line'
  width?: number
  height?: number
  /** The top of the scale; the greatest value unless given. */
  maximum?: number
}

/** A word-sized chart. */
export function Sparkline({ values, above, label, kind = 'bars', width = 96, height = 20, maximum }: SparklineProps) {
  const tops = above === undefined ? values : values.map((value, index) => value + (above[index] ?? 0))
  const top = Math.max(maximum ?? 0, ...tops, Number.MIN_VALUE)
  const step = width / Math.max(1, values.length)
  const y = (value: number) => height - 1 - (value / top) * (height - 2)
  return (
    <svg className={styles.sparkline} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {kind === 'line' ? (
        <polyline className={styles.line} points={values.map((value, index) => `${(index + 0.5) * step},${y(value)}`).join(' ')} />
      ) : (
        <>
          {above !== undefined && <Bars className={styles.above} values={tops} {...{ step, y, height }} />}
          <Bars className={styles.bar} values={values} {...{ step, y, height }} />
          <line className={styles.base} x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
        </>
      )}
    </svg>
  )
}

interface BarsProps {
  className: string | undefined
  values: readonly number[]
  step: number
  y: (value: number) => number
  height: number
}

/** A value above nothing is never too small to be seen. */
function Bars({ className, values, step, y, height }: BarsProps) {
  return values.map((value, index) => {
    const top = Math.min(y(value), height - 3)
    return (
      value > 0 && <rect key={index} className={className} x={index * step} width={Math.max(1, step - 1)} y={top} height={height - top} />
    )
  })
}
