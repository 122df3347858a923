import type { ReactNode, Ref } from 'react'
import type { DataColumn, SortState } from './data-table-column.ts'

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
  /** Focuses a row, the active one unless another is named. */
  focus(id?: string): void
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
