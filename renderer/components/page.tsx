import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './page.module.css'

export interface PageProps {
  title: string
  description?: ReactNode
  actions?: ReactNode
  children: ReactNode
  /** `scroll`: one readable column that scrolls; `fill`: the page lays itself out over the whole height. */
  layout?: 'scroll' | 'fill'
}

/** The frame of a page: its heading, its actions and its body. */
export function Page({ title, description, actions, children, layout = 'scroll' }: PageProps) {
  return (
    <div className={classes(styles.page, styles[layout])}>
      <header className={styles.header}>
        <div className={styles.heading}>
          <h1 className={styles.title}>{title}</h1>
          {description !== undefined && <p className={styles.description}>{description}</p>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={styles.body}>{children}</div>
    </div>
  )
}

/** A titled card on a page. */
export function Section({ title, description, actions, children }: Omit<PageProps, 'layout' | 'title'> & { title?: string }) {
  return (
    <section className={styles.section} {...(title !== undefined && { 'aria-label': title })}>
      {(title !== undefined || actions !== undefined) && (
        <header className={styles.sectionHeader}>
          <div className={styles.heading}>
            {title !== undefined && <h2 className={styles.sectionTitle}>{title}</h2>}
            {description !== undefined && <p className={styles.description}>{description}</p>}
          </div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      <div className={styles.sectionBody}>{children}</div>
    </section>
  )
}
