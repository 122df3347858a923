import { FlaskConical, Square } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { Progress } from '../../components/progress.tsx'
import { Select } from '../../components/select.tsx'
import { PreviewResult } from './preview-result.tsx'
import type { PreviewControl } from './use-preview.ts'
import type { RuleEditor } from './use-rule-editor.ts'
import styles from './tune.module.css'

const day = 86_400_000
const spans = [
  { id: '1', label: 'the last 24 hours' },
  { id: '7', label: 'the last 7 days' },
  { id: '30', label: 'the last 30 days' },
] as const

/** What the change would have done to stored records, before anything is saved. */
export function PreviewSection({ editor, preview: { state, start, cancel } }: { editor: RuleEditor; preview: PreviewControl }) {
  const [span, setSpan] = useState<(typeof spans)[number]['id']>('1')
  const invalid = Object.keys(editor.problems).length > 0
  const run = () => start(editor.profile, Number(span) * day)
  const running = state.kind === 'running'
  const section = useRef<HTMLElement>(null)
  const done = state.kind === 'done' ? state.preview : undefined
  useEffect(() => {
    // The result is longer than what was there before, and may lie under the foot of the panel.
    if (done !== undefined) section.current?.scrollIntoView({ block: 'start' })
  }, [done])
  const past = 'of' in state && state.of !== JSON.stringify(editor.profile)
  return (
    <section aria-label="Preview" className={styles.fields} ref={section}>
      <h3 className={styles.heading}>What it would have done</h3>
      <div className={styles.previewLine}>
        <Select aria-label="Preview over" size="small" options={spans} selected={span} onSelect={setSpan} isDisabled={running} />
        {running ? (
          <Button size="small" icon={<Square aria-hidden />} onPress={cancel}>
            Cancel
          </Button>
        ) : (
          <Button size="small" icon={<FlaskConical aria-hidden />} onPress={run} isDisabled={!editor.changed || invalid}>
            Preview on stored records
          </Button>
        )}
        <span className={styles.faint}>
          {!editor.changed && state.kind === 'none' && 'Change something, and see it here before it is saved.'}
        </span>
      </div>
      {running && <Progress label="Running both profiles over stored records" fraction={state.fraction} />}
      {state.kind === 'cancelled' && <p className={styles.muted}>Cancelled: nothing was changed.</p>}
      {state.kind === 'failed' && <ErrorState title="The preview failed" error={state.error} onRetry={run} />}
      {past && !running && (
        <Notice tone="warning" title="The fields have changed since this preview.">
          These numbers are not about them.
        </Notice>
      )}
      {done !== undefined && <PreviewResult preview={done} />}
    </section>
  )
}
