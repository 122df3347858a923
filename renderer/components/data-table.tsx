import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useImperativeHandle, useMemo, useRef, useState, type CSSProperties, type ReactNode, type Ref } from 'react'
import { rowHeights, usePreferences } from '../state/preferences.ts'
import type { DataColumn, SortState } from './data-table-column.ts'
import { leastWidth, templateOf } from './data-table-column.ts'
import { DataTableHeader } from './data-table-header.tsx'
import { DataTableRow } from './data-table-row.tsx'
import { useGridFocus } from './use-grid-focus.ts'
import { useDataTable } from './use-data-table.ts'
import { selectRange, toggled } from './table-navigation.ts'
import styles from './data-table.module.css'

export type { DataColumn, SortState }

/** What keys of the page's own may do to a table. */
export interface DataTableHandle {
  /** Moves the active row; takes the focus along unless it is in a pane beside the table. */
  move(rows: number): void
  /** Opens the active row. */
  open(): void
  /** Selects or deselects the active row; `range` selects up to it. */
  select(range?: boolean): void
  /** The active row's id. */
  active(): string | undefined
  /** The active cell's column, if the keyboard stands on one. */
  activeColumn(): string | undefined
  focus(): void
  scrollToTop(): void
}

export interface DataTableProps<Row> {
  /** The key its columns are remembered under. */
  id: string
  /** Accessible name. */
  label: string
  rows: readonly Row[]
  rowId: (row: Row) => string
  /** What a screen reader calls the row: “Port scan by 203.0.113.7”. */
  rowLabel: (row: Row) => string
  columns: readonly DataColumn<Row>[]
  handle?: Ref<DataTableHandle>
  /** Rows in the whole answer, when more can be loaded. */
  total?: number
  /** The row shown in the flyout. */
  openId?: string | undefined
  onOpen?: (row: Row) => void
  /** The active row changed by keyboard. */
  onActive?: (row: Row) => void
  selected?: ReadonlySet<string>
  onSelectedChange?: (selected: ReadonlySet<string>) => void
  sort?: SortState
  onSort?: (sort: SortState) => void
  /** Right click, or the menu key on a cell. */
  onContextMenu?: (row: Row, column: string, at: { x: number; y: number }) => void
  /** For nested rows: 1 is the outermost. */
  rowLevel?: (row: Row) => number
  /** Unset for a row without children. */
  rowExpanded?: (row: Row) => boolean | undefined
  onToggle?: (row: Row) => void
  /** The last rows came on screen. */
  onEndReached?: () => void
  onScrolled?: (atTop: boolean) => void
  /** In place of rows when there are none. */
  empty?: ReactNode
  /** Below the last row. */
  footer?: ReactNode
}

/** A virtualised grid: only the rows on screen exist, one of them (or one of its cells) is the tab stop. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, rowId, columns, selected, onSelectedChange } = props
  const density = usePreferences(({ density }) => density)
  const { shown, headers, widths, setWidth } = useDataTable(props.id, columns)
  const scroller = useRef<HTMLDivElement>(null)
  const ids = useMemo(() => rows.map(rowId), [rows, rowId])
  const focus = useGridFocus({ ids, columns: shown.length, scroller })
  const [anchor, setAnchor] = useState<string>()
  const selectable = selected !== undefined && onSelectedChange !== undefined
  const height = rowHeights[density]

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => ids[index] ?? index,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    overscan: 6,
    // The active row stays in the document however far it is scrolled away, or the focus would fall to the body.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range)
      return focus.index < 0 || indexes.includes(focus.index) ? indexes : [...indexes, focus.index].sort((one, two) => one - two)
    },
    onChange: ({ range }) => {
      if (range !== null && range.endIndex >= rows.length - 10) props.onEndReached?.()
    },
  })
  // A change of density changes every row's height.
  const measured = useRef(height)
  if (measured.current !== height) {
    measured.current = height
    virtualizer.measure()
  }

  const activeRow = () => rows[focus.index]
  const select = (id: string, range: boolean) => {
    if (!selectable) return
    onSelectedChange(range ? selectRange(ids, anchor, id, selected) : toggled(selected, id))
    setAnchor(id)
  }
  const go = (index: number, column: number, takeFocus: boolean) => {
    focus.moveTo(index, column, takeFocus)
    virtualizer.scrollToIndex(index)
    const row = rows[index]
    if (row !== undefined) props.onActive?.(row)
  }

  useImperativeHandle(props.handle, () => ({
    move: (delta) => {
      if (rows.length === 0) return
      const next = focus.touched ? focus.index + delta : 0
      go(Math.max(0, Math.min(rows.length - 1, next)), -1, focus.mayTake())
    },
    open: () => {
      const row = activeRow()
      if (row !== undefined) props.onOpen?.(row)
    },
    select: (range = false) => {
      const id = ids[focus.index]
      if (id !== undefined) select(id, range)
    },
    active: () => ids[focus.index],
    activeColumn: () => shown[focus.column]?.id,
    focus: () => focus.moveTo(Math.max(0, focus.index), focus.column, true),
    scrollToTop: () => scroller.current?.scrollTo({ top: 0 }),
  }))

  const nested = props.rowLevel !== undefined
  return (
    <div
      ref={scroller}
      className={styles.table}
      role={nested ? 'treegrid' : 'grid'}
      aria-label={props.label}
      aria-rowcount={(props.total ?? rows.length) + 1}
      aria-colcount={shown.length + (selectable ? 1 : 0)}
      aria-multiselectable={selectable}
      style={
        {
          '--columns': templateOf(shown, widths, selectable),
          '--table-row': `${height}px`,
          '--table-width': `${leastWidth(shown, widths, selectable)}px`,
        } as CSSProperties
      }
      onScroll={(event) => props.onScrolled?.(event.currentTarget.scrollTop < height)}
      onKeyDown={(event) => {
        const row = activeRow()
        const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 2)
        const next = focus.readKey(event, page)
        if (next === undefined || row === undefined) return
        event.preventDefault()
        if (next.kind === 'menu') return props.onContextMenu?.(row, shown[Math.max(0, focus.column)]?.id ?? '', next.at)
        const expanded = focus.column === -1 ? props.rowExpanded?.(row) : undefined
        if ((event.key === 'ArrowRight' && expanded === false) || (event.key === 'ArrowLeft' && expanded === true))
          return props.onToggle?.(row)
        go(next.position.row, next.position.column, true)
      }}
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
              {...(props.onContextMenu && {
                onContextMenu: (column: string, at: { x: number; y: number }) => {
                  focus.moveTo(
                    item.index,
                    shown.findIndex(({ id }) => id === column),
                    true,
                  )
                  props.onContextMenu?.(row, column, at)
                },
              })}
            />
          )
        })}
      </div>
      {rows.length === 0 && props.empty}
      {props.footer}
    </div>
  )
}

/** Also in data-table.module.css. */
const headerHeight = 30
