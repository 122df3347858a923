import type { RefObject } from 'react'
import type { DataTableHandle } from '../../components/data-table.tsx'
import { useCommand } from '../../keys/use-command.ts'
import { filterEvents } from '../../query/event-view.ts'
import { refine } from '../../query/view.ts'
import { useSession } from '../../state/session.ts'
import { tuneRule } from '../../state/tuning.ts'
import { acknowledge, assign, reopen } from '../event/event-actions.ts'
import { wishNote } from '../event/note-wish.ts'
import { eventsOf, leadOf, type QueueRow } from './event-rows.ts'
import { filterOfColumn } from './queue-columns.tsx'

export interface QueueKeys {
  table: RefObject<DataTableHandle | null>
  rows: readonly QueueRow[]
  selectedEvents: readonly string[]
  openId: string | undefined
  open: (id: string | undefined) => void
  resolve: (ids: string[]) => void
  clearSelection: () => void
}

/** The queue's keys. They act on the selection, else on the event in the flyout, else on the active row. */
export function useQueueKeys({ table, rows, selectedEvents, openId, open, resolve, clearSelection }: QueueKeys): void {
  const user = useSession(({ hello }) => hello?.user)
  const activeRow = () => rows.find(({ id }) => id === table.current?.active())
  const targets = (): string[] => {
    if (selectedEvents.length > 0) return [...selectedEvents]
    if (openId !== undefined) return [openId]
    const row = activeRow()
    return row === undefined ? [] : eventsOf(row).map(({ id }) => id)
  }
  const onTargets = (act: (ids: string[]) => unknown) => () => {
    const ids = targets()
    if (ids.length > 0) void act(ids)
  }
  const filter = (negated: boolean) => () => {
    const row = activeRow()
    const found = row && filterOfColumn(row, table.current?.activeColumn())
    if (found !== undefined) filterEvents({ ...found, negated: negated && found.field !== 'owner' })
  }
  const openNote = () => {
    const id = openId ?? targets()[0]
    if (id === undefined) return
    wishNote(id)
    refine({ event: id, tab: 'history' })
  }
  const any = rows.length > 0 || openId !== undefined

  useCommand('list.next', () => table.current?.move(1))
  useCommand('list.previous', () => table.current?.move(-1))
  useCommand('list.open', any ? () => table.current?.open() : undefined)
  useCommand('list.select', any ? () => table.current?.select() : undefined)
  useCommand('list.selectRange', any ? () => table.current?.select(true) : undefined)
  useCommand('list.back', openId !== undefined ? () => open(undefined) : selectedEvents.length > 0 ? clearSelection : undefined)
  useCommand('event.acknowledge', any ? onTargets(acknowledge) : undefined)
  useCommand('event.resolve', any ? onTargets(resolve) : undefined)
  useCommand('event.reopen', any ? onTargets(reopen) : undefined)
  useCommand('event.assign', any && user !== undefined ? onTargets((ids) => assign(ids, user)) : undefined)
  useCommand('event.note', any ? openNote : undefined)
  useCommand('event.tune', any ? tune : undefined)
  useCommand('filter.include', any ? filter(false) : undefined)
  useCommand('filter.exclude', any ? filter(true) : undefined)

  function tune() {
    const row = activeRow() ?? rows[0]
    const event = rows.flatMap(eventsOf).find(({ id }) => id === openId) ?? (row && leadOf(row))
    if (event !== undefined) tuneRule(event.anomaly_type)
  }
}
