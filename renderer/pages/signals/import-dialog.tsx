import { FolderOpen } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { importFiles, readPaths, useImport } from '../../state/imports.ts'
import { useSession } from '../../state/session.ts'
import { ImportOutcome } from '../start/import-outcome.tsx'
import styles from './signals.module.css'

/** Values that are in files already, for a stream that programs send values to. */
export function ImportDialog({ stream, onClose }: { stream: string; onClose: () => void }) {
  const current = useImport((state) => state.current)
  const host = useSession(({ hello }) => hello?.host)
  const [paths, setPaths] = useState('')
  const files = readPaths(paths)
  const choose = async () => {
    const chosen = (await window.vedette?.chooseFiles()) ?? []
    if (chosen.length > 0) setPaths(chosen.join('\n'))
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Import values into ${stream}`}
      size="small"
      actions={
        <>
          <Button onPress={onClose}>Close</Button>
          <Button
            variant="primary"
            isDisabled={files.length === 0}
            isPending={current.kind === 'started' && current.state === 'running'}
            onPress={() => void importFiles(files, 'measurements', stream)}
          >
            Import
          </Button>
        </>
      }
    >
      <div className={styles.dialog}>
        <p className={styles.muted}>
          CSV whose first line names the columns <code>ts</code> and <code>value</code> (and perhaps <code>application</code>), or JSON
          lines: <code>{'{"application": "shop", "ts": "2026-11-21T08:00:00Z", "value": 42}'}</code>. They are stored and judged as values
          that come now.
        </p>
        <TextField
          label={host === 'headless' ? 'Paths on the engine’s machine, one a line' : 'Paths, one a line'}
          placeholder="/var/log/shop/orders.csv"
          value={paths}
          onChange={setPaths}
          multiline
          monospace
        />
        {window.vedette !== undefined && (
          <div>
            <Button icon={<FolderOpen aria-hidden />} onPress={() => void choose()}>
              Choose files…
            </Button>
          </div>
        )}
        <ImportOutcome stream={stream} />
      </div>
    </Dialog>
  )
}
