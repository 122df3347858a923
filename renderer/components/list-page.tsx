import type { HTMLAttributes, ReactNode } from 'react'
import { SplitPane } from './split-pane.tsx'
import styles from './list-page.module.css'

export interface ListPageProps {
  title: string
  /** Beside the title, in one line that wraps. */
  toolbar: ReactNode
  /** Between the toolbar and the list. */
  chart?: ReactNode
  /** What is open beside the list. */
  side: ReactNode | undefined
  /** Its accessible name. */
  sideLabel: string
  /** Watches pointer and keys over the list. */
  watch?: HTMLAttributes<HTMLElement>
  /** The list. */
  children: ReactNode
  /** Below it. */
  foot?: ReactNode
}

/** A page that is one long list: toolbar, chart, list, and what is open of it beside. */
export function ListPage({ title, toolbar, chart, side, sideLabel, watch, children, foot }: ListPageProps) {
  return (
    <SplitPane side={side} sideLabel={sideLabel}>
      <div className={styles.toolbar}>
        <h1 className={styles.title}>{title}</h1>
        {toolbar}
      </div>
      {chart !== undefined && <div className={styles.chart}>{chart}</div>}
      <div className={styles.list} {...watch}>
        {children}
      </div>
      {foot}
    </SplitPane>
  )
}

/** Takes what is left of the toolbar: what follows stands at its end. */
export function ToolbarGap() {
  return <span className={styles.gap} />
}

/** Something said in passing. */
export function Faint({ children, role }: { children: ReactNode; role?: 'status' }) {
  return (
    <span className={styles.faint} role={role}>
      {children}
    </span>
  )
}
