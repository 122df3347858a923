import { useState } from 'react'
import type { ProfileDetail } from '../../../app/contract/profiles.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { DifferenceTable } from '../../components/difference-table.tsx'
import { TextField } from '../../components/text-field.tsx'
import { formatMany } from '../../format.ts'
import { restoreProfile } from './profile-actions.ts'
import { differencesOf, nameOf, type ProfileState } from './revision-list.ts'
import styles from './revisions.module.css'

export interface RestoreDialogProps {
  detail: ProfileDetail
  state: ProfileState
  onClose: () => void
}

/** What going back would change, and why it is done. */
export function RestoreDialog({ detail, state: { revision, profile }, onClose }: RestoreDialogProps) {
  const name = nameOf(revision)
  const [why, setWhy] = useState(`Back to ${name.toLowerCase()}`)
  const [redecide, setRedecide] = useState(false)
  const [busy, setBusy] = useState(false)
  const { open } = detail.statistics
  const restore = async () => {
    setBusy(true)
    const { anomaly_type } = detail.profile
    const done = await restoreProfile({ anomaly_type, revision, why: why.trim(), redecide })
    setBusy(false)
    if (done) onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Restore ${name.toLowerCase()}`}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" onPress={() => void restore()} isPending={busy} isDisabled={why.trim() === ''}>
            Restore
          </Button>
        </>
      }
    >
      <div className={styles.dialog}>
        <p>It becomes the newest revision; nothing of the history is lost.</p>
        <DifferenceTable differences={differencesOf(detail.profile, profile)} before="In force" after={name} />
        <TextField label="Why" value={why} onChange={setWhy} maxLength={1000} />
        {open > 0 && (
          <Checkbox isSelected={redecide} onChange={setRedecide}>
            Decide {formatMany(open, 'open event')} anew with it
          </Checkbox>
        )}
      </div>
    </Dialog>
  )
}
