import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useImperativeHandle, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { DataColumn } from './data-table-column.ts'
import type { DataTableProps } from './data-table-props.ts'
import { selectRange, toggled } from './table-navigation.ts'
import { useGridFocus } from './use-grid-focus.ts'

/** Also in data-table.module.css. */
export const headerHeight = 30

/** Which rows exist, which one the keyboard stands on, and what keys do to them. */
export function useTableControl<Row>(props: DataTableProps<Row>, shown: readonly DataColumn<Row>[], height: number) {
  const { rows, rowId, selected, onSelectedChange } = props
  const scroller = useRef<HTMLDivElement>(null)
  const ids = useMemo(() => rows.map(rowId), [rows, rowId])
  const focus = useGridFocus({ ids, columns: shown.length, scroller })
  const [anchor, setAnchor] = useState<string>()

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

  const select = (id: string, range: boolean) => {
    if (selected === undefined) return
    onSelectedChange?.(range ? selectRange(ids, anchor, id, selected) : toggled(selected, id))
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
      const row = rows[focus.index]
      if (row !== undefined) props.onOpen?.(row)
    },
    select: (range = false) => {
      const id = ids[focus.index]
      if (id !== undefined) select(id, range)
    },
    active: () => ids[focus.index],
    activeColumn: () => shown[focus.column]?.id,
    focus: (id) => {
      const named = id === undefined ? -1 : ids.indexOf(id)
      focus.moveTo(named === -1 ? Math.max(0, focus.index) : named, -1, true)
    },
    scrollToTop: () => scroller.current?.scrollTo({ top: 0 }),
  }))

  const readKey = (event: KeyboardEvent) => {
    const row = rows[focus.index]
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 2)
    const next = focus.readKey(event, page)
    if (next === undefined || row === undefined) return
    event.preventDefault()
    if (next.kind === 'menu') return props.onContextMenu?.(row, shown[Math.max(0, focus.column)]?.id ?? '', next.at)
    const expanded = focus.column === -1 ? props.rowExpanded?.(row) : undefined
    const fold = (event.key === 'ArrowRight' && expanded === false) || (event.key === 'ArrowLeft' && expanded === true)
    if (fold) return props.onToggle?.(row)
    go(next.position.row, next.position.column, true)
  }
  return { scroller, ids, focus, virtualizer, select, readKey }
}
