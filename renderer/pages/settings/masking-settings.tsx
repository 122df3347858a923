import { useState } from 'react'
import type { Settings } from '../../../app/model/config.ts'
import { Section } from '../../components/page.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useRequest } from '../../state/use-request.ts'
import { bindFields } from './bind-field.ts'
import { keepingKey, maskingChangeOf, maskingDraftOf, type MaskingDraft } from './masking-draft.ts'
import { MaskedKeys } from './masked-keys.tsx'
import { MaskingPatterns } from './masking-patterns.tsx'
import { SaveBar } from './save-bar.tsx'
import { linesOf, objectionsBy } from './settings-draft.ts'
import { useSave } from './use-save.ts'
import styles from './settings.module.css'

const fields: [string, 'fragments' | 'exempt'][] = [
  ['fragments', 'fragments'],
  ['exempt_keys', 'exempt'],
]

/** What is never kept: values of keys that sound secret, and what looks like a secret in any text. */
export function MaskingSettings({ settings, shown, onSaved }: { settings: Settings; shown: boolean; onSaved: () => void }) {
  const before = settings.masking
  const [draft, setDraft] = useState(() => maskingDraftOf(before))
  const { save, saving, error, forget } = useSave(onSaved)
  const [report, again] = useRequest('masking.report', shown ? {} : undefined)
  const changed = maskingChangeOf(draft, before)
  const objections = objectionsBy(error, fields)
  const change = (part: Partial<MaskingDraft>) => {
    forget()
    setDraft((old) => ({ ...old, ...part }))
  }
  const field = bindFields(draft, change, objections)
  // At once where nothing else waits to be saved; else it waits along.
  const keep = (key: string) => {
    const next = keepingKey(draft, key)
    setDraft(next)
    const wanted = changed === undefined ? maskingChangeOf(next, before) : undefined
    if (wanted !== undefined) void save({ masking: wanted })
  }
  return (
    <>
      {shown && <MaskedKeys loaded={report} onAgain={again} kept={linesOf(draft.exempt)} onKeep={keep} />}
      <Section
        title="Keys"
        description="The value of a key whose name holds one of these is replaced by *** before it is stored, alerted or exported."
      >
        <div className={styles.grid}>
          <TextField
            label="Parts of key names, one a line"
            description="Capitals do not matter, and a hyphen is an underscore."
            {...field('fragments')}
            multiline
            monospace
          />
          <TextField
            label="Keys that are kept all the same, one a line"
            description="Whole names: “shipping” holds “pin” and is no secret."
            {...field('exempt')}
            multiline
            monospace
          />
        </div>
      </Section>
      <MaskingPatterns
        patterns={draft.patterns}
        counts={report.output?.patterns ?? {}}
        onChange={(name, on) => change({ patterns: { ...draft.patterns, [name]: on } })}
      />
      <SaveBar
        changed={changed !== undefined}
        saving={saving}
        objection={objections['']}
        onSave={() => changed && void save({ masking: changed })}
        onDiscard={() => {
          forget()
          setDraft(maskingDraftOf(before))
        }}
      />
    </>
  )
}
