import { useState } from 'react'
import type { ContractError } from '../../../app/contract/protocol.ts'
import { request } from '../../state/connection.ts'
import { notify } from '../../state/notices.ts'
import type { SettingsChange } from './settings-draft.ts'

/** Saves sections of vedette.yml; what the engine objects to stays at hand until the next try. */
export function useSave(onSaved: (change: SettingsChange) => void) {
  const [error, setError] = useState<ContractError>()
  const [saving, setSaving] = useState(false)
  const save = async (settings: SettingsChange): Promise<void> => {
    setSaving(true)
    const answer = await request('settings.set', { settings })
    setSaving(false)
    if (answer.kind === 'failed') return setError(answer.error)
    setError(undefined)
    notify({ tone: 'success', title: 'Saved to vedette.yml' })
    onSaved(settings)
  }
  return { save, saving, error, forget: () => setError(undefined) }
}
