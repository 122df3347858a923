import { FileInput } from 'lucide-react'
import { useRef, useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import type { ContractError } from '../../../app/contract/protocol.ts'
import type { PackAnswer } from '../../../app/contract/profiles.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { TextField } from '../../components/text-field.tsx'
import { formatMany } from '../../format.ts'
import { request } from '../../state/connection.ts'
import { PackChanges } from './pack-changes.tsx'
import { changing, type PackChoices } from './pack-choices.ts'
import { PackProblems } from './pack-problems.tsx'
import { offerProfilesUndo } from './profile-actions.ts'
import styles from './pack.module.css'

/** Takes in a pack: first what it would change, then, if that is what is wanted, the change. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [yaml, setYaml] = useState('')
  const [answer, setAnswer] = useState<PackAnswer>()
  const [choices, setChoices] = useState<PackChoices>({})
  const [error, setError] = useState<ContractError>()
  const [busy, setBusy] = useState(false)
  const area = useRef<HTMLDivElement>(null)
  const write = (text: string) => {
    setYaml(text)
    setAnswer(undefined)
    setError(undefined)
    setChoices({})
  }
  const ask = async (apply: boolean) => {
    setBusy(true)
    const asked = await request('profiles.import', { yaml, apply, choices })
    setBusy(false)
    if (asked.kind === 'failed') return setError(asked.error)
    setError(undefined)
    setAnswer(asked.output)
    if (!asked.output.applied) return
    const changed = formatMany(changing(asked.output, choices), 'profile')
    offerProfilesUndo(`Took in ${asked.output.name}: ${changed} changed`, asked.output.undo)
    onClose()
  }
  const read = async (files: FileList | null) => {
    const file = files?.[0]
    if (file !== undefined) write(await file.text())
  }
  const count = answer === undefined ? 0 : changing(answer, choices)
  const applicable = answer !== undefined && answer.problems.length === 0 && count > 0
  return (
    <Dialog
      isOpen
      size="large"
      onClose={onClose}
      title="Import a pack"
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            {...(!applicable && { variant: 'primary' as const })}
            isDisabled={yaml.trim() === ''}
            isPending={busy}
            onPress={() => void ask(false)}
          >
            Check
          </Button>
          <Button variant={applicable ? 'primary' : 'default'} isDisabled={!applicable} isPending={busy} onPress={() => void ask(true)}>
            {applicable ? `Change ${formatMany(count, 'profile')}` : 'Import'}
          </Button>
        </>
      }
    >
      <div className={styles.dialog} ref={area}>
        <p className={styles.muted}>
          Your own edits are never overwritten: where a pack and you changed the same field, you choose.{' '}
          <FileTrigger acceptedFileTypes={['.yml', '.yaml']} onSelect={(files) => void read(files)}>
            <Button size="small" icon={<FileInput aria-hidden />}>
              Choose a file
            </Button>
          </FileTrigger>
        </p>
        <div className={styles.source} data-read={answer !== undefined}>
          <TextField label="The pack, as YAML" value={yaml} onChange={write} multiline monospace autoFocus />
        </div>
        {error !== undefined && <ErrorState title="The pack could not be read" error={error} />}
        {answer !== undefined && answer.problems.length > 0 && (
          <PackProblems
            problems={answer.problems}
            onShow={(line) => showLine(area.current?.querySelector('textarea') ?? undefined, line)}
          />
        )}
        {answer !== undefined && answer.problems.length === 0 && (
          <PackChanges answer={answer} choices={choices} onChoose={(type, whose) => setChoices({ ...choices, [type]: whose })} />
        )}
      </div>
    </Dialog>
  )
}

/** Selects a line (from 1) of what was pasted. */
function showLine(area: HTMLTextAreaElement | undefined, line: number): void {
  if (area === undefined) return
  const lines = area.value.split('\n')
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  area.focus()
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0))
}
