import type { CSSProperties } from 'react'
import { rowHeights, usePreferences } from '../state/preferences.ts'
import { leastWidth, templateOf } from './data-table-column.ts'
import { DataTableHeader } from './data-table-header.tsx'
import type { DataTableProps } from './data-table-props.ts'
import { DataTableRow } from './data-table-row.tsx'
import { useDataTable } from './use-data-table.ts'
import { headerHeight, useTableControl } from './use-table-control.ts'
import styles from './data-table.module.css'

export type { DataColumn, SortState } from './data-table-column.ts'
export type { DataTableHandle, DataTableProps } from './data-table-props.ts'

/** A virtualised grid: only the rows on screen exist, one of them (or one of its cells) is the tab stop. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, selected, onSelectedChange, onContextMenu } = props
  const height = rowHeights[usePreferences(({ density }) => density)]
  const { shown, headers, widths, setWidth } = useDataTable(props.id, props.columns)
  const { scroller, ids, focus, virtualizer, select, readKey } = useTableControl(props, shown, height)
  const selectable = selected !== undefined && onSelectedChange !== undefined
  const sizes = {
    '--columns': templateOf(shown, widths, selectable),
    '--table-row': `${height}px`,
    '--table-width': `${leastWidth(shown, widths, selectable)}px`,
  } as CSSProperties

  return (
    <div
      ref={scroller}
      className={styles.table}
      style={sizes}
      onScroll={(event) => props.onScrolled?.(event.currentTarget.scrollTop < height)}
      onKeyDown={readKey}
    >
      <div
        role={props.rowLevel === undefined ? 'grid' : 'treegrid'}
        className={styles.grid}
        aria-label={props.label}
        aria-rowcount={(props.total ?? rows.length) + 1}
        aria-colcount={shown.length + (selectable ? 1 : 0)}
        aria-multiselectable={selectable}
      >
        <DataTableHeader
          columns={shown}
          sort={props.sort}
          onSort={props.onSort}
          headers={headers}
          setWidth={setWidth}
          {...(selectable && {
            selection: {
              all: rows.length > 0 && selected.size >= rows.length && ids.every((id) => selected.has(id)),
              some: selected.size > 0,
              toggle: (all: boolean) => onSelectedChange(all ? new Set(ids) : new Set()),
            },
          })}
        />
        <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index]
            const id = ids[item.index]
            if (row === undefined || id === undefined) return null
            return (
              <DataTableRow
                key={item.key}
                row={row}
                label={props.rowLabel(row)}
                index={item.index}
                top={item.start - headerHeight}
                columns={shown}
                activeColumn={item.index === focus.index ? focus.column : undefined}
                isOpen={id === props.openId}
                selected={selectable ? selected.has(id) : undefined}
                onSelect={(range) => select(id, range)}
                level={props.rowLevel?.(row)}
                expanded={props.rowExpanded?.(row)}
                onToggle={() => props.onToggle?.(row)}
                onPress={(column) => {
                  focus.moveTo(item.index, column, true)
                  props.onOpen?.(row)
                }}
                {...(onContextMenu && {
                  onContextMenu: (column: string, at: { x: number; y: number }) => {
                    const index = shown.findIndex((other) => other.id === column)
                    focus.moveTo(item.index, index, true)
                    onContextMenu(row, column, at)
                  },
                })}
              />
            )
          })}
        </div>
      </div>
      {rows.length === 0 && props.empty}
      {props.footer}
    </div>
  )
}
