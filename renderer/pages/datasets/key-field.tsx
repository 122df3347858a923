import { useState } from 'react'
import type { DatasetSettingsAnswer } from '../../../app/contract/datasets.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/text-field.tsx'
import styles from './datasets.module.css'

const words: Record<DatasetSettingsAnswer['language_model']['key'], string> = {
  none: 'No key is given.',
  environment: 'The key comes from ANTHROPIC_API_KEY.',
  file: 'The key is kept in a file that only its owner may read. It is never shown.',
}

/** The key of the API: told whether there is one, never what it is. */
export function KeyField({ from, onSave }: { from: keyof typeof words; onSave: (key: string | null) => Promise<boolean> }) {
  const [key, setKey] = useState('')
  const [busy, setBusy] = useState(false)
  const save = async (next: string | null) => {
    setBusy(true)
    const saved = await onSave(next)
    setBusy(false)
    if (saved) setKey('')
  }
  return (
    <section aria-label="Key" className={styles.section}>
      <h3 className={styles.heading}>Key</h3>
      <p className={styles.muted} role="status">
        {words[from]}
      </p>
      {from !== 'environment' && (
        <div className={styles.keyLine}>
          <TextField
            aria-label={from === 'file' ? 'Another key' : 'Key'}
            placeholder={from === 'file' ? 'Another key' : 'Key of the API'}
            type="password"
            autoComplete="off"
            value={key}
            onChange={setKey}
            monospace
          />
          <Button size="small" isDisabled={key.trim().length < 8} isPending={busy} onPress={() => void save(key.trim())}>
            Keep the key
          </Button>
          {from === 'file' && (
            <Button size="small" isPending={busy} onPress={() => void save(null)}>
              Forget it
            </Button>
          )}
        </div>
      )}
    </section>
  )
}
