import { useState } from 'react'
import { CheckboxGroup } from 'react-aria-components'
import type { ContractError } from '../../../app/contract/protocol.ts'
import { apiScopes, type ApiScope } from '../../../app/model/api-token.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { TextField } from '../../components/text-field.tsx'
import { request } from '../../state/connection.ts'
import { curlLine } from './api-address.ts'
import { scopeMeanings, usualScopes } from './token-scopes.ts'
import styles from './settings.module.css'

export interface TokenDialogProps {
  /** Where the API is served, when it is. */
  url: string | undefined
  onMade: () => void
  onClose: () => void
}

/** Makes a token, and shows its secret this once. */
export function TokenDialog({ url, onMade, onClose }: TokenDialogProps) {
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly ApiScope[]>(usualScopes)
  const [error, setError] = useState<ContractError>()
  const [busy, setBusy] = useState(false)
  const [secret, setSecret] = useState<string>()
  const ready = name.trim() !== '' && scopes.length > 0
  const make = async () => {
    if (!ready) return
    setBusy(true)
    const answer = await request('tokens.create', { name: name.trim(), scopes: [...scopes] })
    setBusy(false)
    if (answer.kind === 'failed') return setError(answer.error)
    setSecret(answer.output.secret)
    onMade()
  }
  if (secret !== undefined)
    return <SecretDialog name={name.trim()} secret={secret} url={scopes.includes('evaluate') ? url : undefined} onClose={onClose} />
  return (
    <FormDialog onClose={onClose} title="Make a token" submit="Make it" isDisabled={!ready} isPending={busy} onSubmit={() => void make()}>
      {error !== undefined && <Notice tone="danger">{error.message}</Notice>}
      <TextField label="Name" description="The program that will use it." value={name} onChange={setName} maxLength={100} autoFocus />
      <CheckboxGroup
        aria-label="What it may do"
        value={[...scopes]}
        onChange={(chosen) => setScopes(chosen as ApiScope[])}
        className={styles.choices ?? ''}
      >
        <p className={styles.label}>What it may do</p>
        {apiScopes.map((scope) => (
          <Checkbox key={scope} value={scope}>
            <span>
              {scopeMeanings[scope]} <code className={styles.quiet}>{scope}</code>
            </span>
          </Checkbox>
        ))}
      </CheckboxGroup>
    </FormDialog>
  )
}

function SecretDialog({ name, secret, url, onClose }: { name: string; secret: string; url: string | undefined; onClose: () => void }) {
  return (
    <Dialog
      isOpen
      size="large"
      role="alertdialog"
      onClose={onClose}
      title={`The token of ${name}`}
      actions={
        <Button variant="primary" onPress={onClose}>
          I have it
        </Button>
      }
    >
      <div className={styles.stack}>
        <Notice tone="warning" title="It is shown this once.">
          Only its hash is kept. Whoever has it may do what it may do: keep it where secrets are kept.
        </Notice>
        <div role="group" aria-label="Secret">
          <Copyable text={secret} label="Copy the token" />
        </div>
        {url !== undefined && (
          <>
            <p className={styles.quiet}>This asks for a decision with it:</p>
            <Copyable text={curlLine(url, secret)} label="Copy the command" />
          </>
        )}
      </div>
    </Dialog>
  )
}
