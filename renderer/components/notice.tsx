import { CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './notice.module.css'

export type NoticeTone = 'info' | 'success' | 'warning' | 'danger'
const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: OctagonAlert }

export interface NoticeProps {
  tone?: NoticeTone
  title?: string
  children?: ReactNode
  actions?: ReactNode
  /** Across the whole width, without a frame. */
  banner?: boolean
}

/** A message that stays in the page, for as long as it is true. */
export function Notice({ tone = 'info', title, children, actions, banner }: NoticeProps) {
  const Icon = icons[tone]
  return (
    <div className={classes(styles.notice, styles[tone], banner && styles.banner)} role={tone === 'danger' ? 'alert' : 'status'}>
      <Icon aria-hidden />
      <div className={styles.text}>
        {title !== undefined && <strong>{title}</strong>} {children}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
