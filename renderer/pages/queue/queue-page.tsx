import { useMemo, useRef, useState } from 'react'
import { DataTable, type DataTableHandle } from '../../components/data-table.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { ListPage } from '../../components/list-page.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { formatCount } from '../../format.ts'
import { queryOfFilters } from '../../query/event-filter.ts'
import { statusesOf, useEventFilters, useEventSort, useStatusChoice } from '../../query/event-view.ts'
import { refine, useParameter, useRange } from '../../query/view.ts'
import { usePreferences } from '../../state/preferences.ts'
import { useNow } from '../../state/use-time.ts'
import { EventFlyout } from '../event/event-flyout.tsx'
import { ResolveDialog } from '../event/resolve-dialog.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { eventsOf, leadOf, rowsOf, type QueueRow } from './event-rows.ts'
import { EventHistogram } from './event-histogram.tsx'
import { queueColumns } from './queue-columns.tsx'
import { QueueEmpty } from './queue-empty.tsx'
import { QueueMenu } from './queue-menu.tsx'
import { QueueToolbar } from './queue-toolbar.tsx'
import { useEventList } from './use-event-list.ts'
import { usePointing } from './use-pointing.ts'
import { useQueueKeys } from './use-queue-keys.ts'
import styles from './queue.module.css'

const rowId = (row: QueueRow) => row.id
const rowLabel = (row: QueueRow) => {
  const event = leadOf(row)
  const many = row.kind === 'group' ? `${row.events.length} events: ` : ''
  return `${many}${event.severity} ${event.title}, ${event.entity.value}`
}

/** Events waiting for a verdict, the most pressing first. */
export function QueuePage() {
  const filters = useEventFilters()
  const [choice] = useStatusChoice()
  const [sort, setSort] = useEventSort()
  const [range] = useRange()
  const grouped = useParameter('group') !== 'off'
  const openId = useParameter('event')
  const zone = usePreferences(({ timeZone }) => timeZone)
  const now = useNow(10_000)
  const table = useRef<DataTableHandle>(null)
  const { pointing, watch } = usePointing()
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set())
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [resolving, setResolving] = useState<readonly string[]>([])

  const query = useMemo(() => ({ ...queryOfFilters(filters), statuses: statusesOf(choice), sort }), [filters, choice, sort])
  const loaded = useEventList(query, range, () => !pointing() && openId === undefined && selected.size === 0)
  const { list, state, bounds, asked } = loaded
  const rows = useMemo(() => rowsOf(list.events, grouped, expanded), [list.events, grouped, expanded])
  const from = bounds.from ?? Math.min(asked, ...list.events.map(({ first_seen }) => first_seen))
  const to = bounds.to ?? (range.kind === 'all' ? Math.max(from + 1, ...list.events.map(({ last_seen }) => last_seen)) : asked)
  const columns = useMemo(() => queueColumns({ zone, now, from, to }), [zone, now, from, to])

  const open = (id: string | undefined) => {
    refine({ event: id })
    if (id === undefined) table.current?.focus(openRow)
  }
  const toggle = ({ id }: QueueRow) =>
    setExpanded((before) => (before.has(id) ? new Set([...before].filter((other) => other !== id)) : new Set([...before, id])))
  const selectedEvents = useMemo(
    () => [...new Set(rows.filter(({ id }) => selected.has(id)).flatMap((row) => eventsOf(row).map(({ id }) => id)))],
    [rows, selected],
  )
  useQueueKeys({ table, rows, selectedEvents, openId, open, resolve: setResolving, clearSelection: () => setSelected(new Set()) })

  // The row that holds the open event: its own, else the group it is folded into.
  const openRow = rows.find(({ id }) => id === openId)?.id ?? rows.find((row) => eventsOf(row).some(({ id }) => id === openId))?.id

  // A verdict closes the case on screen: the next one takes its place.
  const advance = (ids: readonly string[]) => {
    setSelected(new Set())
    if (openId === undefined || !ids.includes(openId) || choice === 'all' || choice === 'resolved') return
    const at = rows.findIndex(({ id }) => id === openRow)
    const following = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at)).reverse()].flatMap(eventsOf)
    open(following.find(({ id }) => !ids.includes(id))?.id)
  }

  const side = openId !== undefined && (
    <EventFlyout id={openId} onClose={() => open(undefined)} onOpen={(id) => open(id)} onResolve={setResolving} />
  )
  return (
    <QueueMenu>
      {(showMenu) => (
        <ListPage
          title="Queue"
          side={side || undefined}
          sideLabel="Event"
          toolbar={<QueueToolbar loaded={loaded} columns={columns} grouped={grouped} />}
          chart={<EventHistogram query={query} bounds={bounds} asked={asked} />}
          watch={watch}
          foot={
            <>
              <p className={styles.live} aria-live="polite">
                {state.kind === 'ready' && `${formatCount(list.total)} events`}
              </p>
              {selected.size > 0 && <BulkBar ids={selectedEvents} onResolve={setResolving} onClear={() => setSelected(new Set())} />}
              <ResolveDialog ids={resolving} onClose={() => setResolving([])} onResolved={advance} />
            </>
          }
        >
          {state.kind === 'failed' && <ErrorState title="The events could not be loaded" error={state.error} onRetry={loaded.reload} />}
          {state.kind === 'loading' && list.events.length === 0 && <Skeleton lines={8} label="Loading events" />}
          {(state.kind === 'ready' || list.events.length > 0) && (
            <DataTable
              id="queue"
              label="Events"
              rows={rows}
              rowId={rowId}
              rowLabel={rowLabel}
              columns={columns}
              handle={table}
              openId={openRow}
              onOpen={(row) => open(leadOf(row).id)}
              onActive={(row) => openId !== undefined && open(leadOf(row).id)}
              selected={selected}
              onSelectedChange={setSelected}
              sort={{ column: sort, descending: true }}
              onSort={({ column }) => setSort(column === sort ? 'priority' : (column as typeof sort))}
              onContextMenu={(row, column, at) => showMenu(row, column, at)}
              {...(grouped && {
                rowLevel: (row: QueueRow) => (row.kind === 'event' ? row.level : 1),
                rowExpanded: (row: QueueRow) => (row.kind === 'group' ? row.expanded : undefined),
                onToggle: toggle,
              })}
              onEndReached={loaded.loadMore}
              empty={<QueueEmpty filtered={filters.length > 0} />}
            />
          )}
        </ListPage>
      )}
    </QueueMenu>
  )
}
