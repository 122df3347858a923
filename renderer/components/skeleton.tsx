import styles from './skeleton.module.css'

/** Grey bars where lines will be; says “Loading” once to a screen reader. */
export function Skeleton({ lines = 3, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div className={styles.skeleton} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={styles.line} style={{ width: `${[92, 74, 84, 61][line % 4]}%` }} />
      ))}
    </div>
  )
}
