import { useState } from 'react'
import type { DatasetSettingsAnswer } from '../../../app/contract/datasets.ts'
import { languageModelSchema, type LanguageModelSettings } from '../../../app/model/dataset-settings.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/text-field.tsx'
import { notify } from '../../state/notices.ts'
import { numberIn } from '../../number-in.ts'
import styles from './datasets.module.css'

const fields = [
  { name: 'model', label: 'Model' },
  { name: 'base_url', label: 'Address' },
  { name: 'max_tokens', label: 'Most tokens' },
  { name: 'timeout_seconds', label: 'Time limit, seconds' },
  { name: 'analyses_per_day', label: 'Questions a day' },
  { name: 'cache_hours', label: 'Cache, hours' },
] as const
type FieldName = (typeof fields)[number]['name']
type Draft = Record<FieldName, string>

export interface LanguageModelFieldsProps {
  settings: LanguageModelSettings
  overridden: DatasetSettingsAnswer['overridden']
  onSave: (settings: LanguageModelSettings) => Promise<boolean>
}

/** Which model, where, and how much of it. */
export function LanguageModelFields({ settings, overridden, onSave }: LanguageModelFieldsProps) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(settings))
  const [busy, setBusy] = useState(false)
  const read = languageModelSchema.safeParse(valueOf(draft, settings))
  const problems = Object.fromEntries((read.error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]))
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(settings))
  const save = async () => {
    if (read.data === undefined) return
    setBusy(true)
    const saved = await onSave(read.data)
    setBusy(false)
    if (saved) notify({ tone: 'success', title: 'Saved to vedette.yml' })
  }
  return (
    <section aria-label="Settings" className={styles.section}>
      <h3 className={styles.heading}>Settings</h3>
      <div className={styles.grid}>
        {fields.map(({ name, label }) => {
          const by = overridden.find(({ path }) => path.endsWith(`language_model.${name}`))?.by
          return (
            <TextField
              key={name}
              label={label}
              description={by === undefined ? languageModelSchema.shape[name].description : `Set by ${by}.`}
              value={draft[name]}
              onChange={(text) => setDraft((before) => ({ ...before, [name]: text }))}
              error={problems[name]}
              isDisabled={by !== undefined}
              monospace
            />
          )
        })}
      </div>
      <div className={styles.buttons}>
        <Button size="small" onPress={() => setDraft(draftOf(settings))} isDisabled={!changed}>
          Discard
        </Button>
        <Button size="small" variant="primary" onPress={() => void save()} isDisabled={!changed || !read.success} isPending={busy}>
          Save settings
        </Button>
      </div>
    </section>
  )
}

function draftOf(settings: LanguageModelSettings): Draft {
  return Object.fromEntries(fields.map(({ name }) => [name, String(settings[name] ?? '')])) as Draft
}

function valueOf(draft: Draft, settings: LanguageModelSettings): Record<string, unknown> {
  const number = (name: FieldName) => numberIn(draft[name]) ?? draft[name]
  return {
    ...settings,
    model: draft.model.trim(),
    base_url: draft.base_url.trim() === '' ? null : draft.base_url.trim(),
    max_tokens: number('max_tokens'),
    timeout_seconds: number('timeout_seconds'),
    analyses_per_day: number('analyses_per_day'),
    cache_hours: number('cache_hours'),
  }
}
