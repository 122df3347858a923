import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { moveByKey, type GridPosition } from './table-navigation.ts'

export type GridKey = { kind: 'move'; position: GridPosition } | { kind: 'menu'; at: { x: number; y: number } }

/**
 * Roving focus of a virtualised grid. The active row is remembered by its id, so that rows arriving above it do not
 * move it; when it goes, the row in its place becomes active.
 */
export function useGridFocus({
  ids,
  columns,
  scroller,
}: {
  ids: readonly string[]
  columns: number
  scroller: RefObject<HTMLElement | null>
}) {
  const [active, setActive] = useState<{ id: string | undefined; index: number; column: number }>({ id: undefined, index: 0, column: -1 })
  const pending = useRef(false)
  const found = active.id === undefined ? -1 : ids.indexOf(active.id)
  const index = found !== -1 ? found : Math.min(active.index, ids.length - 1)
  const column = Math.min(active.column, columns - 1)

  // Where the row last stood, for when it goes; and its successor, once it is gone, so that it is followed too.
  if (active.id !== undefined && ids.length > 0 && (active.index !== index || found === -1)) {
    setActive({ ...active, id: ids[index], index })
  }

  const element = () => {
    const row = scroller.current?.querySelector<HTMLElement>(`[role="row"][data-index="${index}"]`)
    return column === -1 ? row : row?.querySelector<HTMLElement>(`[data-column="${column}"]`)
  }
  // After every render: the row may only exist once the scroll to it has been rendered.
  useEffect(() => {
    if (!pending.current) return
    const target = element()
    if (target == null) return
    pending.current = false
    target.focus({ preventScroll: true })
  })

  return {
    index,
    column,
    /** Whether any row has been chosen yet. */
    touched: active.id !== undefined,
    moveTo: (row: number, nextColumn: number, takeFocus: boolean) => {
      pending.current = takeFocus
      setActive({ id: ids[row], index: row, column: nextColumn })
    },
    /** Whether taking the focus would pull it out of nothing but this grid or the page as a whole. */
    mayTake: () => {
      const focused = document.activeElement
      return focused === null || focused === document.body || (scroller.current?.contains(focused) ?? false)
    },
    readKey: (event: KeyboardEvent, page: number): GridKey | undefined => {
      const inGrid = (event.target as Element).closest('[role="rowgroup"] [role="gridcell"], [role="row"][data-index]')
      if (inGrid === null || event.altKey || event.ctrlKey || event.metaKey) return undefined
      if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
        const bounds = (event.target as Element).getBoundingClientRect()
        return { kind: 'menu', at: { x: bounds.left + Math.min(24, bounds.width / 2), y: bounds.bottom } }
      }
      const position = event.shiftKey ? undefined : moveByKey(event.key, { row: index, column }, { rows: ids.length, columns, page })
      return position && { kind: 'move', position }
    },
  }
}
