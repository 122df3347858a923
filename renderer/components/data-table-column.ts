import type { ReactNode } from 'react'

export interface DataColumn<Row> {
  id: string
  title: string
  /** Width in CSS pixels; with `grow` the least width of a column that takes its share of what is left. */
  size: number
  grow?: number
  align?: 'start' | 'end'
  monospace?: boolean
  /** What a click on the heading sorts by; without it the heading does nothing. */
  sortable?: boolean
  /** Shown only when the analyst asks for it. */
  optional?: boolean
  cell: (row: Row) => ReactNode
}

export interface SortState {
  column: string
  descending: boolean
}

/** The columns on screen: the analyst's own choice in its order, else every one that is not optional. */
export function visibleColumns<Row>(columns: readonly DataColumn<Row>[], chosen: readonly string[] | undefined): DataColumn<Row>[] {
  if (chosen === undefined) return columns.filter((column) => !column.optional)
  const known = chosen.flatMap((id) => columns.find((column) => column.id === id) ?? [])
  return known.length > 0 ? known : columns.filter((column) => !column.optional)
}

/** `grid-template-columns` for these columns; `widths` are those the analyst dragged. */
export function templateOf<Row>(columns: readonly DataColumn<Row>[], widths: Record<string, number>, selectable: boolean): string {
  const tracks = columns.map(({ id, size, grow }) => {
    const width = widths[id]
    if (width !== undefined) return `${width}px`
    return grow === undefined ? `${size}px` : `minmax(${size}px, ${grow}fr)`
  })
  return [selectable && '34px', ...tracks].filter(Boolean).join(' ')
}

/** The least width of the whole row, in CSS pixels. */
export function leastWidth<Row>(columns: readonly DataColumn<Row>[], widths: Record<string, number>, selectable: boolean): number {
  return columns.reduce((sum, { id, size }) => sum + (widths[id] ?? size), selectable ? 34 : 0)
}
