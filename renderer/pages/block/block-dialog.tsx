import { useState } from 'react'
import type { ContractError } from '../../../app/contract/protocol.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { block, useBlocklist } from '../../state/blocklist.ts'
import { useTime } from '../../state/use-time.ts'
import styles from './block.module.css'

const spans = [
  { id: '1', label: 'One hour' },
  { id: '8', label: '8 hours' },
  { id: '24', label: 'One day' },
  { id: '168', label: '7 days' },
  { id: '720', label: '30 days' },
  { id: 'other', label: 'So many hours…' },
] as const
type Span = (typeof spans)[number]['id']

export interface BlockDialogProps {
  address?: string
  reason?: string
  /** The event it is about. */
  eventId?: string
  onClose: () => void
}

/** Puts an address or a network on the list that firewalls poll. */
export function BlockDialog({ address = '', reason: given = '', eventId, onClose }: BlockDialogProps) {
  const [value, setValue] = useState(address)
  const [span, setSpan] = useState<Span>('24')
  const [other, setOther] = useState('48')
  const [reason, setReason] = useState(given)
  const [error, setError] = useState<ContractError>()
  const [busy, setBusy] = useState(false)
  const hours = Number(span === 'other' ? other : span)
  const wrongHours = Number.isFinite(hours) && hours >= 0.1 && hours <= 8760 ? undefined : 'hours must be a number from 0.1 to 8760'
  const listed = useBlocklist(({ entries }) => entries?.find((entry) => entry.value === value.trim()))
  const time = useTime()
  const issue = error?.kind === 'invalid_input' ? error.issues.find(({ path }) => path === 'value')?.message : undefined

  const add = async () => {
    setBusy(true)
    const problem = await block({ value: value.trim(), hours, reason: reason.trim(), ...(eventId !== undefined && { event_id: eventId }) })
    setBusy(false)
    if (problem === undefined) onClose()
    else setError(problem)
  }
  const incomplete = value.trim() === '' || reason.trim() === '' || wrongHours !== undefined
  return (
    <FormDialog
      onClose={onClose}
      title="Block an address"
      submit="Put on the blocklist"
      variant="danger"
      isDisabled={incomplete}
      isPending={busy}
      onSubmit={() => void add()}
    >
      <p className={styles.quiet}>
        This console blocks nothing by itself: firewalls poll the list, which Settings says where to find, and act on it.
      </p>
      {error !== undefined && issue === undefined && <Notice tone="danger">{error.message}</Notice>}
      {listed !== undefined && <Notice>It is on the list already, until {time(listed.expires_at)}.</Notice>}
      <TextField
        label="Address or network"
        placeholder="203.0.113.7 or 198.51.100.0/24"
        value={value}
        onChange={(text) => {
          setError(undefined)
          setValue(text)
        }}
        error={issue}
        monospace
        autoFocus={address === ''}
      />
      <div className={styles.pair}>
        <Select<Span> label="For" options={spans} selected={span} onSelect={setSpan} />
        {span === 'other' && <TextField label="Hours" value={other} onChange={setOther} error={wrongHours} inputMode="decimal" />}
      </div>
      <TextField label="Reason" value={reason} onChange={setReason} maxLength={1000} autoFocus={address !== ''} />
    </FormDialog>
  )
}
