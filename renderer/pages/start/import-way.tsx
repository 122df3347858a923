import { FileInput, FolderOpen } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { Progress } from '../../components/progress.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { formatMany } from '../../format.ts'
import { cancelImport, forgetImport, importFiles, useImport, type ImportFormat, type ImportState } from '../../state/imports.ts'
import { goTo } from '../../state/route.ts'
import { useSession } from '../../state/session.ts'
import { Way } from './way.tsx'
import styles from './start.module.css'

const formats: { id: ImportFormat; label: string }[] = [
  { id: 'auto', label: 'Recognise the format' },
  { id: 'syslog', label: 'Log lines' },
  { id: 'requests', label: 'HTTP requests (JSON lines)' },
  { id: 'events', label: 'Network events (JSON lines)' },
  { id: 'pcap', label: 'Packet capture (pcap, pcapng)' },
]

/** Read files that are already there. */
export function ImportWay() {
  const current = useImport((state) => state.current)
  const host = useSession(({ hello }) => hello?.host)
  const [paths, setPaths] = useState('')
  const [format, setFormat] = useState<ImportFormat>('auto')
  const files = paths
    .split('\n')
    .map((path) => path.trim())
    .filter((path) => path !== '')
  const choose = async () => {
    const chosen = (await window.vedette?.chooseFiles()) ?? []
    if (chosen.length > 0) setPaths(chosen.join('\n'))
  }
  const running = current.kind === 'started' && current.state === 'running'
  return (
    <Way icon={<FileInput aria-hidden />} title="Import files">
      <p>Log files, or packet captures with syslog and flows in them. They go the same way as live records.</p>
      <TextField
        label={host === 'headless' ? 'Paths on the engine’s machine, one a line' : 'Paths, one a line'}
        placeholder="/var/log/auth.log"
        value={paths}
        onChange={setPaths}
        multiline
        monospace
      />
      <div className={styles.row}>
        <Select aria-label="Format" options={formats} selected={format} onSelect={setFormat} />
        {window.vedette !== undefined && (
          <Button icon={<FolderOpen aria-hidden />} onPress={() => void choose()}>
            Choose files…
          </Button>
        )}
        <Button variant="primary" isDisabled={files.length === 0} isPending={running} onPress={() => void importFiles(files, format)}>
          Import
        </Button>
      </div>
      <Outcome current={current} />
    </Way>
  )
}

function Outcome({ current }: { current: ImportState }) {
  if (current.kind === 'none') return null
  const close = (
    <Button size="small" onPress={forgetImport}>
      Close
    </Button>
  )
  if (current.kind === 'refused') return <Notice tone="danger" title="Not imported." children={current.message} actions={close} />
  const { id, state, fraction, records, message } = current
  switch (state) {
    case 'running':
      return (
        <div className={styles.progress}>
          <Progress label="Import" fraction={fraction} />
          <div className={styles.row}>
            <span className={styles.grow}>{formatMany(records, 'record')} so far</span>
            <Button size="small" onPress={() => void cancelImport(id)}>
              Cancel
            </Button>
          </div>
        </div>
      )
    case 'done':
      return (
        <Notice
          tone={message === undefined ? 'success' : 'warning'}
          title={`Imported ${formatMany(records, 'record')}.`}
          actions={
            <Button size="small" onPress={() => goTo('live', { q: 'source:import', range: 'all' })}>
              Show them
            </Button>
          }
        >
          {message}
        </Notice>
      )
    case 'cancelled':
      return <Notice tone="warning" title="Cancelled." children={`${formatMany(records, 'record')} came in and stay.`} actions={close} />
    case 'failed':
      return <Notice tone="danger" title="The import failed." children={message} actions={close} />
  }
}
