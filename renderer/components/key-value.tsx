import type { ReactNode } from 'react'
import styles from './key-value.module.css'

/** Pairs of a name and what it is, in two aligned columns. */
export function KeyValue({ children }: { children: ReactNode }) {
  return <dl className={styles.list}>{children}</dl>
}

export function KeyValueRow({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </>
  )
}
