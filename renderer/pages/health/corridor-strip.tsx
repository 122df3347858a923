import type { Counters } from '../../../app/model/counters.ts'
import { classes } from '../../components/classes.ts'
import { formatCount } from '../../format.ts'
import { stagesOf } from './corridor.ts'
import styles from './health.module.css'

/** The corridor at a glance: what went through, what was lost or held back, and why. */
export function CorridorStrip({ counters }: { counters: Counters }) {
  return (
    <ol className={styles.corridor}>
      {stagesOf(counters).map((stage) => (
        <li key={stage.name} className={classes(styles.stage, stage.count > 0 && styles[stage.kind])}>
          <span className={styles.stageName}>{stage.name}</span>
          <span className={styles.stageCount}>{formatCount(stage.count)}</span>
          <span className={styles.stageNote}>{stage.note}</span>
          {stage.reasons.map(({ reason, count }) => (
            <span key={reason} className={styles.reason}>
              {formatCount(count)} {reason}
            </span>
          ))}
        </li>
      ))}
    </ol>
  )
}
