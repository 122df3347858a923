import { useState } from 'react'
import type { ContractError } from '../../../app/contract/protocol.ts'
import { flagNameSchema } from '../../../app/contract/flags.ts'
import { everyone } from '../../../app/model/flag.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { Switch } from '../../components/switch.tsx'
import { TextField } from '../../components/text-field.tsx'
import { request } from '../../state/connection.ts'
import { listFlags } from '../../state/flags.ts'
import { notify } from '../../state/notices.ts'
import { TargetingFields } from './targeting-fields.tsx'
import { draftOf, readDraft } from './targeting.ts'

/** Keeps a flag for other programs. One that is registered already stays as it is. */
export function RegisterDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [enabled, setEnabled] = useState(false)
  const [draft, setDraft] = useState(() => draftOf(everyone))
  const [error, setError] = useState<ContractError>()
  const [busy, setBusy] = useState(false)
  const reading = readDraft(draft)
  const wrong = name === '' ? undefined : flagNameSchema.safeParse(name).error?.issues[0]?.message
  const register = async () => {
    if (name === '' || wrong !== undefined || reading.kind === 'wrong') return
    setBusy(true)
    const said = description.trim()
    const answer = await request('flags.register', {
      name,
      enabled,
      targeting: reading.targeting,
      ...(said !== '' && { description: said }),
    })
    setBusy(false)
    if (answer.kind === 'failed') return setError(answer.error)
    const { created } = answer.output
    notify(created ? { tone: 'success', title: `Registered ${name}` } : { title: `${name} is registered already: nothing was changed` })
    void listFlags()
    onClose()
  }
  return (
    <FormDialog
      onClose={onClose}
      title="Register a flag"
      submit="Register"
      isDisabled={name === '' || wrong !== undefined || reading.kind === 'wrong'}
      isPending={busy}
      onSubmit={() => void register()}
    >
      {error !== undefined && <Notice tone="danger">{error.message}</Notice>}
      <TextField
        label="Name"
        placeholder="NEW_CHECKOUT_ENABLED"
        description="Capital letters, digits and underscores. Applications ask for it by this name."
        value={name}
        onChange={(text) => setName(text.toUpperCase().replaceAll(/[\s-]/g, '_'))}
        error={wrong === undefined ? undefined : `name: ${wrong}`}
        monospace
        autoFocus
      />
      <TextField label="What it gates" value={description} onChange={setDescription} maxLength={500} />
      <Switch isSelected={enabled} onChange={setEnabled}>
        On from the start
      </Switch>
      <TargetingFields draft={draft} problems={reading.kind === 'wrong' ? reading.problems : {}} onChange={setDraft} />
    </FormDialog>
  )
}
