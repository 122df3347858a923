import { FileInput } from 'lucide-react'
import { useState } from 'react'
import { DropZone, FileTrigger, Text, type DropItem } from 'react-aria-components'
import type { ContractError } from '../../../app/contract/protocol.ts'
import type { RequestInput, RequestOutput } from '../../../app/contract/requests.ts'
import type { DatasetSummary } from '../../../app/model/dataset.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { formatBytes, formatMany } from '../../format.ts'
import { refine } from '../../query/view.ts'
import { request } from '../../state/connection.ts'
import { notify } from '../../state/notices.ts'
import { writeKey } from './dataset-address.ts'
import { RunFindings } from './run-findings.tsx'
import styles from './datasets.module.css'

type Format = NonNullable<RequestInput<'datasets.import'>['format']>
type Imported = RequestOutput<'datasets.import'>
type Content = { kind: 'none' } | { kind: 'file'; title: string; text: string } | { kind: 'path' }

const formats: { id: Format; label: string }[] = [
  { id: 'auto', label: 'Recognise the format' },
  { id: 'csv', label: 'CSV, names in its first line' },
  { id: 'json_lines', label: 'JSON: an object a line, or an array' },
]
/** What one request carries; a larger file is read by the engine itself. */
const largest = 3 << 20

/** A file of rows, analysed as an answer of an application is. */
export function ImportDialog({ datasets, onClose }: { datasets: readonly DatasetSummary[]; onClose: () => void }) {
  const [content, setContent] = useState<Content>({ kind: 'none' })
  const [path, setPath] = useState('')
  const [name, setName] = useState('')
  const [role, setRole] = useState('import')
  const [format, setFormat] = useState<Format>('auto')
  const [tooLarge, setTooLarge] = useState<File>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ContractError>()
  const [answer, setAnswer] = useState<Imported>()

  const read = async (file: File | undefined) => {
    if (file === undefined) return
    setError(undefined)
    setAnswer(undefined)
    setTooLarge(file.size > largest ? file : undefined)
    if (file.size > largest) return
    // Before the file is read: what is typed meanwhile stays.
    setName((typed) => (typed === '' ? file.name.replace(/\.[^.]+$/, '') : typed))
    setContent({ kind: 'file', title: file.name, text: await file.text() })
  }
  const drop = async (items: readonly DropItem[]) => {
    const item = items.find((one) => one.kind === 'file')
    if (item !== undefined) await read(await item.getFile())
  }
  const run = async () => {
    setBusy(true)
    const source = content.kind === 'file' ? { text: content.text } : { path: path.trim() }
    const asked = await request('datasets.import', { name: name.trim(), role: role.trim(), format, ...source })
    setBusy(false)
    if (asked.kind === 'failed') return setError(asked.error)
    setError(undefined)
    const { runs, skipped } = asked.output
    if (runs.length === 0 || skipped > 0) return setAnswer(asked.output)
    show(asked.output)
  }
  const show = ({ runs, records }: Imported) => {
    const newest = runs.at(-1)
    if (newest !== undefined)
      refine({ dataset: writeKey({ name: newest.dataset, role: newest.role }), run: String(newest.id), tab: undefined })
    notify({ tone: 'success', title: `${formatMany(records, 'row')} taken in as ${name.trim()}` })
    onClose()
  }
  const known = datasets.filter((one) => one.name === name.trim()).map((one) => one.role)
  const ready = name.trim() !== '' && role.trim() !== '' && (content.kind === 'file' || (content.kind === 'path' && path.trim() !== ''))
  return (
    <Dialog
      isOpen
      size="large"
      onClose={onClose}
      title="Import a file"
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          {answer !== undefined && answer.runs.length > 0 ? (
            <Button variant="primary" onPress={() => show(answer)}>
              See what it found
            </Button>
          ) : (
            <Button variant="primary" isDisabled={!ready} isPending={busy} onPress={() => void run()}>
              Analyse
            </Button>
          )}
        </>
      }
    >
      <div className={styles.dialog}>
        <DropZone className={styles.drop ?? ''} onDrop={({ items }) => void drop(items)} getDropOperation={() => 'copy'}>
          <Text slot="label">
            {content.kind === 'file' ? (
              <>
                <strong>{content.title}</strong>, {formatBytes(new Blob([content.text]).size)}
              </>
            ) : (
              'Drop a file of rows here: CSV or JSON lines'
            )}
          </Text>
          <FileTrigger
            acceptedFileTypes={['.csv', '.tsv', '.json', '.jsonl', '.ndjson', '.txt']}
            onSelect={(files) => void read(files?.[0])}
          >
            <Button size="small" icon={<FileInput aria-hidden />}>
              {content.kind === 'file' ? 'Choose another' : 'Choose a file'}
            </Button>
          </FileTrigger>
        </DropZone>
        {tooLarge !== undefined && (
          <Notice tone="warning" title={`${tooLarge.name} is ${formatBytes(tooLarge.size)}.`}>
            More than {formatBytes(largest)} is read by the engine itself: give its path on the engine’s machine.
          </Notice>
        )}
        {content.kind !== 'file' && (
          <TextField
            label="Or its path on the engine’s machine"
            value={path}
            onChange={(text) => {
              setPath(text)
              setContent(text.trim() === '' ? { kind: 'none' } : { kind: 'path' })
            }}
            monospace
          />
        )}
        <div className={styles.grid}>
          <TextField
            label="Dataset"
            value={name}
            onChange={setName}
            description={known.length > 0 ? `Known, for ${known.join(', ')}.` : 'Rows are held against those of the same name and role.'}
            isRequired
          />
          <TextField label="Role" value={role} onChange={setRole} description="Whose answers these rows are like." isRequired />
          <Select label="Format" options={formats} selected={format} onSelect={setFormat} />
        </div>
        {error !== undefined && <ErrorState title="The file could not be taken in" error={error} />}
        {answer !== undefined && <Answer answer={answer} />}
      </div>
    </Dialog>
  )
}

function Answer({ answer: { runs, records, skipped, problems } }: { answer: Imported }) {
  return (
    <Notice
      tone={runs.length === 0 ? 'danger' : 'warning'}
      title={
        runs.length === 0 ? 'There are no rows in it.' : `${formatMany(records, 'row')} taken in, ${formatMany(skipped, 'line')} left out.`
      }
    >
      {runs.map((run) => (
        <RunFindings key={run.id} run={run} />
      ))}
      <ul className={styles.sentences} aria-label="What was wrong">
        {problems.slice(0, 5).map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </Notice>
  )
}
