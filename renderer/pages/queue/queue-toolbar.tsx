import { Layers, RefreshCw } from 'lucide-react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import type { DataColumn } from '../../components/data-table.tsx'
import { Button } from '../../components/button.tsx'
import { ColumnMenu } from '../../components/column-menu.tsx'
import { ToolbarGap } from '../../components/list-page.tsx'
import { Select } from '../../components/select.tsx'
import { Switch } from '../../components/switch.tsx'
import { statusLabels } from '../../components/status-badge.tsx'
import { formatShort } from '../../format.ts'
import { eventSorts, statusChoices, useEventSort, useStatusChoice, type StatusChoice } from '../../query/event-view.ts'
import { refine } from '../../query/view.ts'
import type { QueueRow } from './event-rows.ts'
import { OlderEvents } from './older-events.tsx'
import type { LoadedEvents } from './use-event-list.ts'
import styles from './queue.module.css'

const sortLabels: Record<(typeof eventSorts)[number], string> = {
  priority: 'Severity, risk, age',
  last_seen: 'Last seen',
  first_seen: 'First seen',
  risk_score: 'Risk',
  count: 'Count',
}

export interface QueueToolbarProps {
  loaded: LoadedEvents
  columns: readonly DataColumn<QueueRow>[]
  grouped: boolean
}

/** Which events, in what order, how grouped; and those that wait to be let in. */
export function QueueToolbar({ loaded, columns, grouped }: QueueToolbarProps) {
  const [choice, setChoice] = useStatusChoice()
  const [sort, setSort] = useEventSort()
  const { counts, waiting } = loaded.list
  return (
    <>
      <ToggleButtonGroup
        aria-label="Status"
        className={styles.statuses ?? ''}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[choice]}
        onSelectionChange={(keys) => setChoice([...keys][0] as StatusChoice)}
      >
        {statusChoices.map((one) => (
          <ToggleButton key={one} id={one} className={styles.status ?? ''}>
            {labelOf(one)}
            {counts !== undefined && <span className={styles.statusCount}>{formatShort(countOf(one, counts))}</span>}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {waiting.size > 0 && (
        <Button size="small" variant="primary" icon={<RefreshCw aria-hidden />} onPress={loaded.reload}>
          {waiting.size} new
        </Button>
      )}
      <OlderEvents bounds={loaded.bounds} asked={loaded.asked} />
      <ToolbarGap />
      <Switch isSelected={grouped} onChange={(on) => refine({ group: on ? undefined : 'off' })}>
        <Layers size={14} aria-hidden /> Group
      </Switch>
      <Select
        aria-label="Sort by"
        size="small"
        options={eventSorts.map((id) => ({ id, label: sortLabels[id] }))}
        selected={sort}
        onSelect={setSort}
      />
      <ColumnMenu id="queue" columns={columns} />
    </>
  )
}

function labelOf(choice: StatusChoice): string {
  if (choice === 'open') return 'Open'
  return choice === 'all' ? 'All' : statusLabels[choice]
}

function countOf(choice: StatusChoice, counts: NonNullable<LoadedEvents['list']['counts']>): number {
  if (choice === 'open') return counts.new + counts.acknowledged + counts.in_progress
  return choice === 'all' ? counts.new + counts.acknowledged + counts.in_progress + counts.resolved : counts[choice]
}
