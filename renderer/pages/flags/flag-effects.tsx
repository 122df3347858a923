import type { Flag } from '../../../app/model/flag.ts'
import { Sparkline } from '../../components/sparkline.tsx'
import { formatCount, formatShort } from '../../format.ts'
import { useNow } from '../../state/use-time.ts'
import { weekOf } from './flag-week.ts'
import styles from './flags.module.css'

const minute = 60_000

/** What the flag let through and held back over the last week, a bar a day. */
export function FlagEffects({ flag }: { flag: Flag }) {
  const now = useNow(minute)
  const { letThrough, heldBack, throughADay, heldADay } = weekOf(flag.effects, now)
  if (throughADay === 0 && heldADay === 0) return <span className={styles.idle}>nothing asked it this week</span>
  const days = letThrough.map((through, index) => `${formatCount(through)} and ${formatCount(heldBack[index] ?? 0)}`)
  return (
    <span className={styles.effects}>
      <Sparkline
        values={letThrough}
        above={heldBack}
        width={63}
        height={22}
        label={`Let through and held back on each of the last seven days: ${days.join(', ')}`}
      />
      <span className={styles.figures}>
        <span>
          <span className={styles.through} /> {formatShort(throughADay)} a day through
        </span>
        <span>
          <span className={styles.held} /> {formatShort(heldADay)} a day held back
        </span>
      </span>
    </span>
  )
}
