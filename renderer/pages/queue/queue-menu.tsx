import { Ban, Copy, Crosshair, Plus, Radio, SlidersHorizontal } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { ContextMenu, type ContextMenuState } from '../../components/context-menu.tsx'
import type { MenuEntry } from '../../components/menu.tsx'
import { filterEvents, setEventFilters } from '../../query/event-view.ts'
import { showOnly } from '../../query/record-view.ts'
import { notify } from '../../state/notices.ts'
import { tuneRule } from '../../state/tuning.ts'
import { conditionsOf } from '../event/entity-query.ts'
import { leadOf, type QueueRow } from './event-rows.ts'
import { filterOfColumn } from './queue-columns.tsx'

type ShowMenu = (row: QueueRow, column: string, at: { x: number; y: number }) => void

/** The menu of a cell of the queue: filter by its value, find its records, go to its rule. */
export function QueueMenu({ children }: { children: (show: ShowMenu) => ReactNode }) {
  const [menu, setMenu] = useState<ContextMenuState>()
  return (
    <>
      {children((row, column, at) => setMenu({ ...at, ...entriesOf(row, column) }))}
      <ContextMenu menu={menu} onClose={() => setMenu(undefined)} />
    </>
  )
}

function entriesOf(row: QueueRow, column: string): { title: string; entries: MenuEntry[] } {
  const event = leadOf(row)
  const filter = filterOfColumn(row, column) ?? { field: 'entity' as const, value: event.entity.value }
  const [condition] = conditionsOf(event.entity)
  const entries: MenuEntry[] = [
    { id: 'include', label: 'Include', icon: <Plus aria-hidden />, keys: 'f', run: () => filterEvents({ ...filter, negated: false }) },
    {
      id: 'exclude',
      label: 'Exclude',
      icon: <Ban aria-hidden />,
      keys: 'Shift+f',
      isDisabled: filter.field === 'owner',
      run: () => filterEvents({ ...filter, negated: true }),
    },
    { id: 'only', label: 'Only this', icon: <Crosshair aria-hidden />, run: () => setEventFilters([{ ...filter, negated: false }]) },
    { id: 'records', label: 'Find records of the entity', icon: <Radio aria-hidden />, run: () => condition && showOnly(condition) },
    {
      id: 'rule',
      label: 'Tune the rule',
      icon: <SlidersHorizontal aria-hidden />,
      keys: 't',
      run: () => tuneRule(event.anomaly_type),
    },
    {
      id: 'copy',
      label: 'Copy the value',
      icon: <Copy aria-hidden />,
      run: () => void navigator.clipboard.writeText(filter.value).then(() => notify({ title: 'Copied', duration: 1_500 })),
    },
  ]
  return { title: `${filter.field}:${filter.value}`, entries }
}
