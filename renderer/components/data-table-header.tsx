import { ArrowDown, ArrowUp } from 'lucide-react'
import type { DataColumn, SortState } from './data-table-column.ts'
import { Checkbox } from './checkbox.tsx'
import { classes } from './classes.ts'
import type { ShownColumns } from './use-data-table.ts'
import styles from './data-table.module.css'

export interface DataTableHeaderProps<Row> extends Pick<ShownColumns<Row>, 'headers' | 'setWidth'> {
  columns: readonly DataColumn<Row>[]
  sort: SortState | undefined
  onSort: ((sort: SortState) => void) | undefined
  selection?: { all: boolean; some: boolean; toggle: (all: boolean) => void }
}

export function DataTableHeader<Row>({ columns, headers, sort, onSort, setWidth, selection }: DataTableHeaderProps<Row>) {
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={styles.headRow}>
        {selection && (
          <div role="columnheader" className={styles.check} aria-label="Selected">
            <Checkbox
              aria-label="Select all rows"
              isSelected={selection.all}
              isIndeterminate={selection.some && !selection.all}
              onChange={selection.toggle}
            />
          </div>
        )}
        {columns.map((column, index) => {
          const sorted = sort?.column === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined
          const title = <span className={styles.title}>{column.title}</span>
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-sort={sorted ?? (column.sortable && onSort ? 'none' : undefined)}
              className={classes(styles.heading, column.align === 'end' && styles.end)}
            >
              {column.sortable && onSort ? (
                <button
                  type="button"
                  className={styles.sort}
                  onClick={() => onSort({ column: column.id, descending: sorted !== 'descending' })}
                  onKeyDown={(event) => {
                    if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return
                    event.preventDefault()
                    const width = event.currentTarget.parentElement?.getBoundingClientRect().width ?? column.size
                    setWidth(column.id, width + (event.key === 'ArrowRight' ? 16 : -16))
                  }}
                >
                  {title}
                  {sorted === 'ascending' && <ArrowUp aria-hidden />}
                  {sorted === 'descending' && <ArrowDown aria-hidden />}
                </button>
              ) : (
                title
              )}
              <span
                className={styles.resize}
                aria-hidden="true"
                onMouseDown={(event) => {
                  // A column that has been sharing what was left starts from the width it has.
                  setWidth(column.id, event.currentTarget.parentElement?.getBoundingClientRect().width ?? column.size)
                  headers[index]?.getResizeHandler()(event)
                }}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}
