import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { ContractError } from '../../../app/contract/protocol.ts'
import type { StreamDefinition } from '../../../app/model/stream.ts'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page, Section } from '../../components/page.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Switch } from '../../components/switch.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useCommand } from '../../keys/use-command.ts'
import { request } from '../../state/connection.ts'
import { perform } from '../../state/perform.ts'
import { goTo } from '../../state/route.ts'
import { offerUndo } from '../../state/undo.ts'
import { useRequest } from '../../state/use-request.ts'
import { FormEngine } from './form-engine.tsx'
import { FormSinks } from './form-sinks.tsx'
import { FormSource } from './form-source.tsx'
import { FormWindow } from './form-window.tsx'
import { sayFoot, withoutEmpty } from './form-words.ts'
import { objectionsIn, readStream, type StreamProblems } from './read-stream.ts'
import type { SignalRow } from './signal-rows.ts'
import { newStream, streamDraftOf, type StreamDraft } from './stream-draft.ts'
import { forgetPromotion, usePromotion } from './stream-promotion.ts'
import styles from './form.module.css'

export interface StreamFormProps {
  /** The stream that is edited; a preset makes a stream of one’s own. Unset for a new one. */
  row: SignalRow | undefined
  onSaved: () => void
}

/** Makes a stream, or edits one. */
export function StreamForm(props: StreamFormProps) {
  const [engines, again] = useRequest('engines.list', {})
  const [streams] = useRequest('streams.list', {})
  if (engines.kind === 'failed') return <ErrorState title="The engines could not be listed" error={engines.error} onRetry={again} />
  if (engines.output === undefined || streams.output === undefined) return <Skeleton lines={8} label="Loading the engines" />
  const taken = streams.output.streams.map(({ stream }) => stream.name)
  return <LoadedForm {...props} {...engines.output} taken={taken} />
}

interface LoadedFormProps extends StreamFormProps {
  engines: Parameters<typeof readStream>[1]
  default_engine: string
  taken: readonly string[]
}

function LoadedForm({ row, onSaved, engines, default_engine, taken }: LoadedFormProps) {
  const promotion = usePromotion()
  const previous = row === undefined || row.preset !== undefined ? undefined : row.stream
  const [draft, setDraft] = useState(() => firstDraft(row, default_engine, promotion.draft))
  const [tried, setTried] = useState(false)
  const [saving, setSaving] = useState(false)
  const [error, setError] = useState<ContractError>()
  const read = readStream(draft, engines, previous === undefined ? taken : taken.filter((name) => name !== previous.name))
  const [touched, setTouched] = useState(false)
  const wrong = read.kind === 'refused' ? read.problems : {}
  const objections = error?.kind === 'invalid_input' ? objectionsIn(error.issues) : {}
  const problems: StreamProblems = { ...objections, ...(tried ? wrong : withoutEmpty(wrong, draft)) }
  const change = (part: Partial<StreamDraft>) => {
    setError(undefined)
    setTouched(true)
    setDraft((before) => ({ ...before, ...part }))
  }
  const leave = () => {
    forgetPromotion()
    goTo('signals', row === undefined ? {} : { stream: row.name })
  }
  useCommand('list.back', touched ? undefined : leave)

  const save = async () => {
    setTried(true)
    if (read.kind === 'refused') return
    setSaving(true)
    const answer = await request('streams.save', { stream: read.stream, ...(previous !== undefined && { previous: previous.name }) })
    setSaving(false)
    if (answer.kind === 'failed') return setError(answer.error)
    if (previous !== undefined) offerUndo(`Saved ${read.stream.name}`, () => restore(previous, read.stream.name, onSaved))
    forgetPromotion()
    onSaved()
    goTo('signals', { stream: answer.output.stream.stream.name })
  }

  const common = { draft, change, problems }
  return (
    <Form
      className={styles.form ?? ''}
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Page
        title={row === undefined ? 'New stream' : previous === undefined ? `A stream like ${row.title}` : `Edit ${row.name}`}
        description="A number over time, or one for each key, and the engine that learns what is normal of it."
      >
        {promotion.draft !== undefined && row === undefined && <Notice tone="info">{promotion.said}</Notice>}
        <Section>
          <div className={styles.part}>
            <div className={styles.grid}>
              <TextField
                label="Name"
                value={draft.name}
                onChange={(name) => change({ name })}
                error={problems['name']}
                {...(problems['name'] === undefined && { description: 'Lower-case letters, digits and hyphens.' })}
                monospace
                autoFocus
              />
              <div className={styles.switch}>
                <Switch isSelected={draft.enabled} onChange={(enabled) => change({ enabled })}>
                  {draft.enabled ? 'On as soon as it is saved' : 'Saved, and paused'}
                </Switch>
              </div>
            </div>
          </div>
        </Section>
        <Section title="What is measured">
          <div className={styles.part}>
            <FormSource {...common} />
            <FormWindow {...common} />
          </div>
        </Section>
        <Section title="What judges it">
          <div className={styles.part}>
            <FormEngine {...common} engines={engines} row={row} />
          </div>
        </Section>
        <Section title="Where verdicts go">
          <div className={styles.part}>
            <FormSinks {...common} />
          </div>
        </Section>
      </Page>
      <footer className={styles.foot}>
        <span role="status" className={Object.keys(problems).length > 0 || error ? styles.wrong : styles.muted}>
          {sayFoot(problems, error, previous !== undefined)}
        </span>
        <Button onPress={leave}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={saving}>
          {previous === undefined ? 'Make the stream' : 'Save'}
        </Button>
      </footer>
    </Form>
  )
}

function firstDraft(row: SignalRow | undefined, engine: string, promoted: Partial<StreamDraft> | undefined): StreamDraft {
  if (row === undefined) return { ...newStream(engine), ...promoted }
  const draft = streamDraftOf(row.stream)
  return row.preset === undefined ? draft : { ...draft, name: `my-${row.name}`, enabled: true }
}

async function restore(before: StreamDefinition, name: string, reload: () => void): Promise<void> {
  await perform('streams.save', { stream: before, previous: name }, `${before.name} could not be restored`)
  reload()
}
