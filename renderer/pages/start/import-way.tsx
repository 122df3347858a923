import { FileInput, FolderOpen } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { importFiles, readPaths, useImport, type ImportFormat } from '../../state/imports.ts'
import { useSession } from '../../state/session.ts'
import { ImportOutcome } from './import-outcome.tsx'
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
  const files = readPaths(paths)
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
      <ImportOutcome />
    </Way>
  )
}
