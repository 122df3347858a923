import { ChevronDown, ChevronRight } from 'lucide-react'
import type { MouseEvent } from 'react'
import type { DataColumn } from './data-table-column.ts'
import { Checkbox } from './checkbox.tsx'
import { classes } from './classes.ts'
import styles from './data-table.module.css'

export interface DataTableRowProps<Row> {
  row: Row
  label: string
  index: number
  /** CSS pixels from the first row. */
  top: number
  columns: readonly DataColumn<Row>[]
  /** The cell the keyboard stands on, −1 for the whole row; unset on every other row. */
  activeColumn: number | undefined
  isOpen: boolean
  /** Unset where rows cannot be selected. */
  selected: boolean | undefined
  onSelect: (range: boolean) => void
  level: number | undefined
  expanded: boolean | undefined
  onToggle: () => void
  onPress: (column: number) => void
  onContextMenu?: (column: string, at: { x: number; y: number }) => void
}

export function DataTableRow<Row>(props: DataTableRowProps<Row>) {
  const { row, columns, activeColumn, selected, level, expanded } = props
  const offset = selected === undefined ? 0 : 1
  const press = (event: MouseEvent, column: number) => {
    const target = event.target as Element
    const marking = document.getSelection()?.isCollapsed === false
    if (!marking && target.closest('button, a, label, input') === null) props.onPress(column)
  }
  return (
    <div
      role="row"
      aria-label={props.label}
      aria-rowindex={props.index + 2}
      aria-selected={selected ?? props.isOpen}
      aria-level={level}
      aria-expanded={expanded}
      data-index={props.index}
      data-open={props.isOpen || undefined}
      data-active={activeColumn !== undefined || undefined}
      tabIndex={activeColumn === -1 ? 0 : -1}
      className={classes(styles.row, selected && styles.selected)}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      {selected !== undefined && (
        <div
          role="gridcell"
          className={styles.check}
          onClickCapture={(event) => {
            if (!event.shiftKey) return
            event.preventDefault()
            event.stopPropagation()
            props.onSelect(true)
          }}
        >
          <Checkbox aria-label={`Select ${props.label}`} isSelected={selected} onChange={() => props.onSelect(false)} excludeFromTabOrder />
        </div>
      )}
      {columns.map((column, index) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={index + 1 + offset}
          data-column={index}
          tabIndex={activeColumn === index ? 0 : -1}
          className={classes(styles.cell, column.align === 'end' && styles.end, column.monospace && styles.monospace)}
          onClick={(event) => press(event, -1)}
          onContextMenu={(event) => {
            if (props.onContextMenu === undefined) return
            event.preventDefault()
            props.onContextMenu(column.id, { x: event.clientX, y: event.clientY })
          }}
        >
          {index === 0 && level !== undefined && (
            <span className={styles.nesting} style={{ paddingLeft: (level - 1) * 16 }}>
              {expanded !== undefined && (
                <button
                  type="button"
                  tabIndex={-1}
                  className={styles.toggle}
                  aria-label={expanded ? 'Fold' : 'Unfold'}
                  onClick={props.onToggle}
                >
                  {expanded ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
                </button>
              )}
            </span>
          )}
          {column.cell(row)}
        </div>
      ))}
    </div>
  )
}
