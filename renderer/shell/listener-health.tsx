import { Link } from 'react-aria-components'
import { classes } from '../components/classes.ts'
import { Sparkline } from '../components/sparkline.tsx'
import { formatCount, formatShort } from '../format.ts'
import { useGone } from '../state/connection.ts'
import { droppedOf } from '../state/health-history.ts'
import { useHealth } from '../state/health.ts'
import { useSources } from '../state/sources.ts'
import { summarizeListeners, type ListenerSummary } from './listener-summary.ts'
import styles from './listener-health.module.css'

/** How the listeners fare, in the top bar: how many listen, records a second, what is being lost. */
export function ListenerHealth() {
  const { health, history } = useHealth()
  const sources = useSources((state) => state.sources)
  const gone = useGone()
  const summary = summarizeListeners(sources, health, history.dropped)
  const rate = health?.counters.sources.reduce((sum, source) => sum + source.rate, 0) ?? 0
  const lost = health?.counters.sources.reduce((sum, source) => sum + droppedOf(source), 0) ?? 0
  // The last figures say nothing about now.
  if (gone) {
    return (
      <Link href="#/health" className={styles.health ?? ''}>
        <span className={styles.dot} />
        No connection
      </Link>
    )
  }
  return (
    <Link
      href="#/health"
      className={styles.health ?? ''}
      aria-label={`Health: ${summary.text}, ${formatShort(rate)} records a second, ${formatCount(lost)} lost`}
    >
      <span className={classes(styles.dot, styles[summary.kind satisfies ListenerSummary['kind']])} />
      <span className={styles.text}>{summary.text}</span>
      <Sparkline values={history.stored.slice(-60)} label="Records stored a second, the last minute" kind="line" width={56} height={18} />
      <span className={styles.rate}>{formatShort(rate)}/s</span>
      <span className={classes(styles.lost, lost > 0 && styles.some)}>{formatShort(lost)} lost</span>
    </Link>
  )
}
