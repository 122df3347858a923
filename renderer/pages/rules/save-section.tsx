import { useState } from 'react'
import type { ContractError } from '../../../app/contract/protocol.ts'
import type { ProfileDetail } from '../../../app/contract/profiles.ts'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { TextField } from '../../components/text-field.tsx'
import { formatMany } from '../../format.ts'
import { saveProfile } from './profile-actions.ts'
import type { RuleEditor } from './use-rule-editor.ts'
import layout from '../../components/layout.module.css'
import styles from './tune.module.css'

export interface SaveSectionProps {
  editor: RuleEditor
  detail: ProfileDetail
  onFailed: (error: ContractError) => void
  onSaved: () => void
}

/** Keeps the change, with its reason. What is invalid cannot be kept. */
export function SaveSection({ editor, detail, onFailed, onSaved }: SaveSectionProps) {
  const { problems, changed, why, revision } = editor
  const [saving, setSaving] = useState(false)
  const [unsaid, setUnsaid] = useState(false)
  const wrong = Object.values(problems)
  const { open } = detail.statistics

  const save = async (redecide: boolean) => {
    if (why.trim() === '') return setUnsaid(true)
    setSaving(true)
    const outcome = await saveProfile({ profile: editor.profile, revision, why: why.trim(), redecide })
    setSaving(false)
    if (outcome.kind === 'failed') return onFailed(outcome.error)
    editor.discard()
    onSaved()
  }
  const blocked = !changed || wrong.length > 0 || editor.overtaken
  return (
    <section aria-label="Save" className={classes(layout.foot, styles.save)} data-shown={changed}>
      {changed && (
        <TextField
          label="Why (kept in the history)"
          value={why}
          onChange={(text) => {
            setUnsaid(false)
            editor.setWhy(text)
          }}
          placeholder="Scanner of the vulnerability team, ticket 4711"
          maxLength={1000}
          error={unsaid ? 'why must not be empty' : undefined}
        />
      )}
      <div className={styles.saveLine}>
        <span role="status" className={wrong.length > 0 ? styles.wrong : styles.muted}>
          {wrong.length > 0 ? `Cannot be saved: ${wrong.join('; ')}` : changed ? 'Not saved yet.' : 'Nothing is changed.'}
        </span>
        <Button size="small" onPress={editor.discard} isDisabled={!changed || saving}>
          Discard
        </Button>
        <Button size="small" onPress={() => void save(true)} isDisabled={blocked || open === 0} isPending={saving}>
          Save and re-decide {open > 0 ? formatMany(open, 'open event') : 'open events'}
        </Button>
        <Button size="small" variant="primary" onPress={() => void save(false)} isDisabled={blocked} isPending={saving}>
          Save
        </Button>
      </div>
    </section>
  )
}
