import { Ban, CircleCheck, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { SecurityEvent } from '../../../app/model/event.ts'
import { Button } from '../../components/button.tsx'
import { useCommand } from '../../keys/use-command.ts'
import { useSession } from '../../state/session.ts'
import { tuneRule } from '../../state/tuning.ts'
import { BlockDialog } from '../block/block-dialog.tsx'
import { addressOfEvent } from '../block/event-address.ts'
import { acknowledge, assign, reopen } from './event-actions.ts'
import { useKeysOf } from './use-keys-of.ts'
import styles from './event.module.css'

export interface EventFootProps {
  event: SecurityEvent
  onResolve: () => void
  onNote: () => void
}

/** What can be done with the event, always in sight, each with its key. The keys themselves are the queue's. */
export function EventFoot({ event, onResolve, onNote }: EventFootProps) {
  const user = useSession(({ hello }) => hello?.user)
  const keysOf = useKeysOf()
  const [blocking, setBlocking] = useState(false)
  const address = addressOfEvent(event)
  useCommand('event.block', address === undefined ? undefined : () => setBlocking(true))
  const ids = [event.id]
  const resolved = event.status === 'resolved'
  const mine = user !== undefined && event.owner === user
  return (
    <footer className={styles.foot} aria-label="Actions on the event">
      {resolved ? (
        <Button
          size="small"
          variant="primary"
          icon={<RotateCcw aria-hidden />}
          keys={keysOf('event.reopen')}
          onPress={() => void reopen(ids)}
        >
          Reopen
        </Button>
      ) : (
        <Button size="small" variant="primary" icon={<CircleCheck aria-hidden />} keys={keysOf('event.resolve')} onPress={onResolve}>
          Resolve
        </Button>
      )}
      {event.status === 'new' && (
        <Button size="small" keys={keysOf('event.acknowledge')} onPress={() => void acknowledge(ids)}>
          Acknowledge
        </Button>
      )}
      <Button
        size="small"
        keys={keysOf('event.assign')}
        isDisabled={user === undefined}
        onPress={() => void assign(ids, mine ? null : (user ?? null))}
      >
        {mine ? 'Give up' : 'Assign to me'}
      </Button>
      <Button size="small" keys={keysOf('event.note')} onPress={onNote}>
        Note
      </Button>
      <Button size="small" keys={keysOf('event.tune')} onPress={() => tuneRule(event.anomaly_type)}>
        Tune
      </Button>
      {address !== undefined && (
        <Button
          size="small"
          icon={<Ban aria-hidden />}
          keys={keysOf('event.block')}
          onPress={() => setBlocking(true)}
          aria-label={`Block ${address}`}
        >
          Block
        </Button>
      )}
      {blocking && <BlockDialog address={address ?? ''} reason={event.title} eventId={event.id} onClose={() => setBlocking(false)} />}
    </footer>
  )
}
