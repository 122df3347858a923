import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
  type ColumnSizingState,
  type Header,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import { setPreferences, usePreferences } from '../state/preferences.ts'
import { visibleColumns, type DataColumn } from './data-table-column.ts'

const features = tableFeatures({ columnOrderingFeature, columnVisibilityFeature, columnSizingFeature, columnResizingFeature })
/** Rows arrive sorted and grouped from the engine, up to 4 times a second: Table keeps the columns, Virtual the rows. */
const noRows: Record<string, never>[] = []
const noWidths: ColumnSizingState = {}

export type TableHeader = Header<typeof features, Record<string, never>>

export interface ShownColumns<Row> {
  shown: DataColumn<Row>[]
  headers: TableHeader[]
  /** Widths the analyst dragged. */
  widths: Record<string, number>
  setWidth: (column: string, width: number) => void
}

/** Which columns a table shows, in what order and how wide, remembered under its `id`. */
export function useDataTable<Row>(id: string, columns: readonly DataColumn<Row>[]): ShownColumns<Row> {
  const chosen = usePreferences((preferences) => preferences.columns[id])
  const widths = usePreferences((preferences) => preferences.columnWidths[id]) ?? noWidths
  const setWidths = (next: ColumnSizingState) => setPreferences({ columnWidths: { ...usePreferences.getState().columnWidths, [id]: next } })

  const definitions = useMemo(
    () => columns.map(({ id, title, size }) => ({ id, header: title, size, minSize: 40, maxSize: 1200 })),
    [columns],
  )
  const order = useMemo(() => visibleColumns(columns, chosen).map((column) => column.id), [columns, chosen])
  const columnVisibility = useMemo(
    () => Object.fromEntries(columns.map((column) => [column.id, order.includes(column.id)])),
    [columns, order],
  )
  const table = useTable({
    features,
    columns: definitions,
    data: noRows,
    columnResizeMode: 'onChange',
    state: { columnOrder: order, columnVisibility, columnSizing: widths },
    onColumnSizingChange: (updater) =>
      setWidths(typeof updater === 'function' ? updater(usePreferences.getState().columnWidths[id] ?? noWidths) : updater),
  })
  const headers = table.getHeaderGroups()[0]?.headers ?? []
  const shown = useMemo(() => order.flatMap((name) => columns.find((column) => column.id === name) ?? []), [columns, order])
  return { shown, headers, widths, setWidth: (column, width) => setWidths({ ...widths, [column]: Math.max(40, Math.round(width)) }) }
}
