import type { ReactNode } from 'react'
import styles from './figure.module.css'

export interface FigureProps {
  title: string
  value: ReactNode
  note?: ReactNode
  tone?: 'danger' | 'healthy'
}

/** One number with its name. */
export function Figure({ title, value, note, tone }: FigureProps) {
  return (
    <div className={styles.figure} data-tone={tone} role="group" aria-label={title}>
      <span className={styles.title}>{title}</span>
      <span className={styles.value}>{value}</span>
      {note !== undefined && <span className={styles.note}>{note}</span>}
    </div>
  )
}

/** Several, side by side as far as there is room. */
export function Figures({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <div className={styles.figures} {...(label !== undefined && { role: 'group', 'aria-label': label })}>
      {children}
    </div>
  )
}
