import { useEffect, useRef, useState } from 'react'
import type { ContractError } from '../../../app/contract/protocol.ts'
import type { DetectorInfo, ProfileDetail } from '../../../app/contract/profiles.ts'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { Notice } from '../../components/notice.tsx'
import { useSession } from '../../state/session.ts'
import { useTuning } from '../../state/tuning.ts'
import { SampleNotice } from '../sample-notice.tsx'
import { ParameterFields } from './parameter-fields.tsx'
import { PreviewSection } from './preview-section.tsx'
import { objectionsTo } from './profile-draft.ts'
import { ProfileFields } from './profile-fields.tsx'
import { SaveSection } from './save-section.tsx'
import type { PreviewControl } from './use-preview.ts'
import { useRuleEditor, type RuleEditor } from './use-rule-editor.ts'
import layout from '../../components/layout.module.css'
import styles from './tune.module.css'

export interface TuneTabProps {
  detail: ProfileDetail
  detector: DetectorInfo | undefined
  preview: PreviewControl
}

/** Every number of a rule, what a change would have done, and the way to keep it. */
export function TuneTab({ detail, detector, preview }: TuneTabProps) {
  const editor = useRuleEditor(detail, detector)
  const [error, setError] = useState<ContractError>()
  const sample = useSession(({ hello }) => hello?.sample ?? false)
  const problems = { ...objectionsTo(error, editor.draft), ...editor.problems }
  const { top, focusFirst } = useFirstField()
  // An objection is about what was sent; the next key changes that.
  const told: RuleEditor = {
    ...editor,
    change: (part) => (setError(undefined), editor.change(part)),
    setParameter: (name, text) => (setError(undefined), editor.setParameter(name, text)),
  }
  const definitions = detector?.parameters ?? []
  return (
    <div className={classes(layout.tab, styles.tab)} ref={top}>
      {sample && <SampleNotice>The rules of the SAMPLE store are fixed. Yours are with your live data.</SampleNotice>}
      {editor.overtaken && <Overtaken editor={editor} />}
      <ProfileFields editor={told} detail={detail} problems={problems} />
      {detector !== undefined && definitions.length > 0 && (
        <ParameterFields editor={told} detail={detail} detector={detector} problems={problems} />
      )}
      <PreviewSection editor={editor} preview={preview} />
      {problems[''] !== undefined && (
        <Notice tone="danger" title="Not saved.">
          {problems['']}
        </Notice>
      )}
      {!sample && <SaveSection editor={told} detail={detail} onFailed={setError} onSaved={focusFirst} />}
    </div>
  )
}

/** Someone saved another revision while this one was being edited. */
function Overtaken({ editor }: { editor: RuleEditor }) {
  return (
    <Notice
      tone="warning"
      title="Saved by someone else meanwhile."
      actions={
        <>
          <Button size="small" onPress={editor.rebase}>
            Keep mine, on top
          </Button>
          <Button size="small" onPress={editor.discard}>
            Take theirs
          </Button>
        </>
      }
    >
      Your changes began from {editor.revision === 0 ? 'the package’s profile' : `revision ${editor.revision}`}. History shows what is new.
    </Notice>
  )
}

/** The first field takes the focus when `t` asked for it, and after a save. */
function useFirstField() {
  const top = useRef<HTMLDivElement>(null)
  const focusFirst = () => top.current?.querySelector<HTMLElement>('input[inputmode]')?.focus()
  useEffect(() => {
    if (!useTuning.getState().wanted) return
    useTuning.setState({ wanted: false })
    focusFirst()
  })
  return { top, focusFirst }
}
