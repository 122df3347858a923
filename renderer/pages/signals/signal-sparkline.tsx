import type { StreamView } from '../../../app/contract/signals.ts'
import { formatMany } from '../../format.ts'
import { formatValue } from '../../components/signal-points.ts'
import styles from './signals.module.css'

const width = 96
const height = 22

/** The last values of a stream's newest signal, its anomalies as dots. */
export function SignalSparkline({ points }: { points: StreamView['sparkline'] }) {
  if (points.length < 2) return <span className={styles.faint}>no values yet</span>
  const values = points.map(({ value }) => value)
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const x = (index: number) => 2 + (index / (points.length - 1)) * (width - 4)
  const y = (value: number) => (most === least ? height / 2 : height - 3 - ((value - least) / (most - least)) * (height - 6))
  const anomalies = points.filter(({ is_anomaly }) => is_anomaly).length
  const said = `${points.length} values from ${formatValue(least)} to ${formatValue(most)}${anomalies > 0 ? `, ${anomalies === 1 ? '1 anomaly' : `${anomalies} anomalies`}` : ''}`
  return (
    <svg className={styles.sparkline} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={said}>
      <title>{`${formatMany(points.length, 'value')}, the newest on the right`}</title>
      <polyline points={points.map(({ value }, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ')} />
      {points.map(({ ts, value, is_anomaly }, index) => is_anomaly && <circle key={ts} cx={x(index)} cy={y(value)} r={2.5} />)}
    </svg>
  )
}
