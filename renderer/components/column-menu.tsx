import { Columns3 } from 'lucide-react'
import { setPreferences, usePreferences } from '../state/preferences.ts'
import { visibleColumns, type DataColumn } from './data-table-column.ts'
import { IconButton } from './icon-button.tsx'
import { Menu } from './menu.tsx'

/** Which columns of a table are shown; remembered. The last one cannot be hidden. */
export function ColumnMenu<Row>({ id, columns }: { id: string; columns: readonly DataColumn<Row>[] }) {
  const chosen = usePreferences((preferences) => preferences.columns[id])
  const shown = visibleColumns(columns, chosen).map((column) => column.id)
  const toggle = (column: string) => {
    const next = shown.includes(column)
      ? shown.filter((other) => other !== column)
      : columns.map(({ id }) => id).filter((other) => other === column || shown.includes(other))
    if (next.length > 0) setPreferences({ columns: { ...usePreferences.getState().columns, [id]: next } })
  }
  return (
    <Menu
      label="Columns"
      entries={columns.map((column) => ({
        id: column.id,
        label: column.title,
        checked: shown.includes(column.id),
        run: () => toggle(column.id),
      }))}
    >
      <IconButton icon={<Columns3 aria-hidden />} label="Columns" />
    </Menu>
  )
}
