import { Copy, FileDown } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Select } from '../../components/select.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { TextField } from '../../components/text-field.tsx'
import { formatMany } from '../../format.ts'
import { saveFile } from '../../save-file.ts'
import { notify } from '../../state/notices.ts'
import { useRequest } from '../../state/use-request.ts'
import type { Rule } from './rule-list.ts'
import styles from './pack.module.css'

type Which = 'all' | 'shown' | 'edited'

/** Profiles as one YAML file, for another console. */
export function ExportDialog({ rules, shown, onClose }: { rules: readonly Rule[]; shown: readonly Rule[]; onClose: () => void }) {
  const edited = rules.filter(({ revision }) => revision > 0)
  const [name, setName] = useState('my rules')
  const [which, setWhich] = useState<Which>(edited.length > 0 ? 'edited' : 'all')
  const chosen = { all: rules, shown, edited }[which]
  const packName = name.trim() === '' ? 'rules' : name.trim()
  const [loaded, again] = useRequest(
    'profiles.export',
    chosen.length === 0 ? undefined : { name: packName, anomaly_types: chosen.map(({ profile }) => profile.anomaly_type) },
  )
  const yaml = loaded.output?.yaml
  const file = `${packName.replaceAll(/[^A-Za-z0-9_-]+/g, '-').toLowerCase()}.yml`
  const copy = (text: string) =>
    void navigator.clipboard.writeText(text).then(
      () => notify({ title: 'Copied', duration: 1_500 }),
      () => notify({ tone: 'warning', title: 'The browser did not let this page copy.' }),
    )
  return (
    <Dialog
      isOpen
      size="large"
      onClose={onClose}
      title="Export a pack"
      actions={
        <>
          <Button onPress={onClose}>Close</Button>
          <Button icon={<Copy aria-hidden />} isDisabled={yaml === undefined} onPress={() => copy(yaml ?? '')}>
            Copy
          </Button>
          <Button
            variant="primary"
            icon={<FileDown aria-hidden />}
            isDisabled={yaml === undefined}
            onPress={() => saveFile(file, yaml ?? '', 'application/yaml')}
          >
            Download {file}
          </Button>
        </>
      }
    >
      <div className={styles.dialog}>
        <div className={styles.pair}>
          <TextField label="Name of the pack" value={name} onChange={setName} maxLength={100} />
          <Select<Which>
            label="Rules"
            options={[
              { id: 'edited', label: `Edited here (${edited.length})` },
              { id: 'shown', label: `Listed just now (${shown.length})` },
              { id: 'all', label: `Every one (${rules.length})` },
            ]}
            selected={which}
            onSelect={setWhich}
          />
        </div>
        {chosen.length === 0 && <p className={styles.muted}>There is none of these: every profile is the package’s own.</p>}
        {loaded.kind === 'failed' && <ErrorState title="The pack could not be made" error={loaded.error} onRetry={again} />}
        {chosen.length > 0 && yaml === undefined && loaded.kind === 'loading' && <Skeleton lines={6} label="Writing the pack" />}
        {chosen.length > 0 && yaml !== undefined && (
          <>
            <p className={styles.muted}>{formatMany(chosen.length, 'profile')}, as YAML:</p>
            <pre className={styles.yaml} tabIndex={0} aria-label="The pack">
              {yaml}
            </pre>
          </>
        )}
      </div>
    </Dialog>
  )
}
