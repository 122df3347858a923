import { useState } from 'react'
import type { Flag } from '../../../app/model/flag.ts'
import { Button } from '../../components/button.tsx'
import { Drawer } from '../../components/dialog.tsx'
import { setFlag } from '../../state/flags.ts'
import { offerUndo } from '../../state/undo.ts'
import { TargetingFields } from './targeting-fields.tsx'
import { describeTargeting, draftOf, readDraft } from './targeting.ts'
import styles from './flags.module.css'

/** Whom a flag is for. */
export function TargetingDialog({ flag, onClose }: { flag: Flag; onClose: () => void }) {
  // Edited from what it was when this was opened: an effect that is counted meanwhile changes no field.
  const [before] = useState(flag.targeting)
  const [draft, setDraft] = useState(() => draftOf(before))
  const [busy, setBusy] = useState(false)
  const reading = readDraft(draft)
  const save = async () => {
    if (reading.kind === 'wrong') return
    const { targeting } = reading
    setBusy(true)
    const taken = await setFlag(flag.name, { targeting })
    setBusy(false)
    if (!taken) return
    offerUndo(`${flag.name} is for ${describeTargeting(targeting)}`, () => setFlag(flag.name, { targeting: before }))
    onClose()
  }
  return (
    <Drawer
      isOpen
      onClose={onClose}
      title="Whom it is for"
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={reading.kind === 'wrong'} isPending={busy} onPress={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p>
          <code>{flag.name}</code>
        </p>
        <TargetingFields draft={draft} problems={reading.kind === 'wrong' ? reading.problems : {}} onChange={setDraft} />
        <p role="status" className={styles.outcome}>
          {reading.kind === 'wrong'
            ? 'It cannot be saved like this.'
            : `${flag.enabled ? 'It is on for' : 'Once switched on, it is on for'} ${describeTargeting(reading.targeting)}.`}
        </p>
      </div>
    </Drawer>
  )
}
