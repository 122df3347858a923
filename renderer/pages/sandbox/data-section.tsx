import { FileUp, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { DropZone, FileTrigger } from 'react-aria-components'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Select } from '../../components/select.tsx'
import { TimeRangePicker } from '../../components/time-range-picker.tsx'
import { defaultRange } from '../../components/time-range.ts'
import { formatBytes, formatCount } from '../../format.ts'
import { useCommand } from '../../keys/use-command.ts'
import { useRequest } from '../../state/use-request.ts'
import { KeyPicker } from '../signals/key-picker.tsx'
import { mostPoints } from './load-signal.ts'
import { mostCharacters } from './read-file.ts'
import { setData, useSandbox } from './sandbox-state.ts'
import styles from './sandbox.module.css'

interface DroppedFile {
  name: string
  size: number
  text(): Promise<string>
}

/** What is judged: a stored signal, or a file. */
export function DataSection() {
  const data = useSandbox((state) => state.data)
  const [wrong, setWrong] = useState<string>()
  const take = async (file: DroppedFile) => {
    setWrong(undefined)
    if (file.size > mostCharacters) return setWrong(`${file.name} has ${formatBytes(file.size)}; at most ${formatBytes(mostCharacters)}.`)
    setData({ kind: 'file', name: file.name, size: file.size, text: await file.text() })
  }
  const section = useRef<HTMLElement>(null)
  const input = useRef<HTMLInputElement>(null)
  useCommand('sandbox.signal', () => {
    if (data?.kind === 'file') flushSync(() => setData(undefined))
    section.current?.querySelector<HTMLElement>('button, a')?.focus()
  })
  useCommand('sandbox.file', data?.kind === 'file' ? undefined : () => input.current?.click())
  return (
    <section ref={section} aria-label="Data" className={styles.section}>
      <h2 className={styles.heading}>1. What is judged</h2>
      {data?.kind === 'file' ? (
        <div className={styles.file}>
          <span className={styles.fileName}>{data.name}</span>
          <span className={styles.faint}>{formatBytes(data.size)}</span>
          <IconButton icon={<X aria-hidden />} label="Take the file out" size="small" onPress={() => setData(undefined)} />
        </div>
      ) : (
        <>
          <SignalChoice />
          <DropZone
            className={styles.drop ?? ''}
            aria-label="Drop a file"
            getDropOperation={() => 'copy'}
            onDrop={({ items }) => {
              const item = items.find((one) => one.kind === 'file')
              if (item !== undefined) void item.getFile().then(take)
            }}
          >
            <span>or drop a file here: CSV or JSON lines</span>
            <FileTrigger
              ref={input}
              acceptedFileTypes={['.csv', '.json', '.jsonl', '.ndjson', '.txt']}
              onSelect={(files) => {
                const [file] = [...(files ?? [])]
                if (file !== undefined) void take(file)
              }}
            >
              <Button size="small" icon={<FileUp aria-hidden />}>
                Choose a file
              </Button>
            </FileTrigger>
            <span className={styles.faint}>
              Columns <code>ts</code> and <code>value</code>, and <code>label</code>: 1 where it was anomalous.
            </span>
          </DropZone>
        </>
      )}
      {wrong !== undefined && (
        <p role="alert" className={styles.wrong}>
          {wrong}
        </p>
      )}
    </section>
  )
}

function SignalChoice() {
  const data = useSandbox((state) => state.data)
  const [streams] = useRequest('streams.list', {})
  const signal = data?.kind === 'signal' ? data : undefined
  const options = (streams.output?.streams ?? []).map(({ stream }) => ({ id: stream.name, label: stream.name }))
  if (streams.output !== undefined && options.length === 0)
    return (
      <p className={styles.muted}>
        No stream is on, so there is no signal to pick. <a href="#/signals">Switch a preset on</a>, or drop a file.
      </p>
    )
  return (
    <>
      <Select
        label="Stream"
        options={options}
        selected={signal?.stream}
        placeholder="Pick a stream"
        onSelect={(stream) => setData({ kind: 'signal', stream, key: '', range: signal?.range ?? defaultRange })}
      />
      {signal !== undefined && (
        <>
          <KeyPicker
            key={signal.stream}
            label="Signal"
            stream={signal.stream}
            selected={signal.key === '' ? undefined : signal.key}
            onSelect={(key) => setData({ ...signal, key })}
            first
          />
          <TimeRangePicker range={signal.range} onChange={(range) => setData({ ...signal, range })} />
          <span className={styles.faint}>A run takes at most {formatCount(mostPoints)} values of a stored signal.</span>
        </>
      )}
    </>
  )
}
