import { ProgressBar } from 'react-aria-components'
import styles from './progress.module.css'

/** `fraction` 0 to 1; unset while the end is not known. */
export function Progress({ label, fraction }: { label: string; fraction: number | undefined }) {
  return (
    <ProgressBar aria-label={label} value={(fraction ?? 0) * 100} isIndeterminate={fraction === undefined} className={styles.track ?? ''}>
      {({ percentage, isIndeterminate }) => (
        <span className={isIndeterminate ? styles.unknown : styles.bar} style={isIndeterminate ? {} : { width: `${percentage}%` }} />
      )}
    </ProgressBar>
  )
}
