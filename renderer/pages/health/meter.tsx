import { Meter as AriaMeter } from 'react-aria-components'
import styles from './health.module.css'

/** How full something is. Above nine tenths it turns to a warning, in words as well (`note`). */
export function Meter({ label, value, capacity, note }: { label: string; value: number; capacity: number; note: string }) {
  const percent = capacity > 0 ? Math.min(100, (value / capacity) * 100) : 0
  return (
    <AriaMeter aria-label={label} value={percent} valueLabel={note} className={styles.meter ?? ''}>
      <span className={styles.meterText}>
        <span>{label}</span>
        <span className={styles.quiet}>{note}</span>
      </span>
      <span className={styles.meterTrack}>
        <span className={styles.meterBar} data-full={percent > 90} style={{ width: `${percent}%` }} />
      </span>
    </AriaMeter>
  )
}
