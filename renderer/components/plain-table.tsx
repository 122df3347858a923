import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './plain-table.module.css'

export interface PlainTableProps {
  label: string
  columns: readonly { title: string; align?: 'end'; hidden?: boolean; width?: number }[]
  /** Reaches to the edges of the card it fills. */
  flush?: boolean
  /** Rows of cells; a numeric cell carries `data-align="end"`. */
  children: ReactNode
}

/** A short table that shows all it has; DataTable is for long ones. `hidden` titles are read out only; widths are CSS pixels. */
export function PlainTable({ label, columns, flush, children }: PlainTableProps) {
  return (
    // Reachable by keyboard, so that a table wider than the window can be scrolled.
    <div className={classes(styles.scroll, flush && styles.flush)} role="group" aria-label={label} tabIndex={0}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ title, align, hidden, width }) => (
              <th key={title} scope="col" data-align={align} style={width === undefined ? {} : { width }}>
                <span className={hidden ? styles.hidden : undefined}>{title}</span>
              </th>
            ))}
          </tr>
        </thead>
        {children}
      </table>
    </div>
  )
}
