import { X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { formatCount } from '../../format.ts'
import { useSession } from '../../state/session.ts'
import { acknowledge, assign, reopen } from '../event/event-actions.ts'
import { useKeysOf } from '../event/use-keys-of.ts'
import styles from './queue.module.css'

export interface BulkBarProps {
  ids: readonly string[]
  onResolve: (ids: string[]) => void
  onClear: () => void
}

/** What can be done with everything selected at once. Each can be undone. */
export function BulkBar({ ids, onResolve, onClear }: BulkBarProps) {
  const user = useSession(({ hello }) => hello?.user)
  const keysOf = useKeysOf()
  const all = [...ids]
  return (
    <div className={styles.bulk} role="toolbar" aria-label="Actions on the selected events">
      <span className={styles.bulkCount} role="status">
        {formatCount(ids.length)} {ids.length === 1 ? 'event' : 'events'} selected
      </span>
      <Button size="small" keys={keysOf('event.acknowledge')} onPress={() => void acknowledge(all)}>
        Acknowledge
      </Button>
      <Button size="small" keys={keysOf('event.assign')} isDisabled={user === undefined} onPress={() => void assign(all, user ?? null)}>
        Assign to me
      </Button>
      <Button size="small" variant="primary" keys={keysOf('event.resolve')} onPress={() => onResolve(all)}>
        Resolve
      </Button>
      <Button size="small" keys={keysOf('event.reopen')} onPress={() => void reopen(all)}>
        Reopen
      </Button>
      <IconButton size="small" icon={<X aria-hidden />} label="Clear the selection" keys="Escape" onPress={onClear} />
    </div>
  )
}
