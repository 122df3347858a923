import type { ReactNode } from 'react'
import styles from './start.module.css'

/** One way to a first event. */
export function Way({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <section className={styles.way} aria-label={title}>
      <h2 className={styles.wayTitle}>
        {icon}
        {title}
      </h2>
      {children}
    </section>
  )
}
