import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './badge.module.css'

export type Tone = 'neutral' | 'info' | 'healthy' | 'warning' | 'danger' | 'accent'

/** A word on a tinted ground. `healthy` is for healthy and resolved only. */
export function Badge({ tone = 'neutral', icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={classes(styles.badge, styles[tone])}>
      {icon}
      {children}
    </span>
  )
}
