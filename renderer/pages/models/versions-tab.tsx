import { useState } from 'react'
import type { ModelVersion } from '../../../app/model/outlier-model.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { formatMany } from '../../format.ts'
import { formatPlain } from '../../format-plain.ts'
import { useTime } from '../../state/use-time.ts'
import { deleteVersion, putInForce } from './model-actions.ts'
import type { Model } from './model-list.ts'
import { daysOf, versionLooks, whyWords } from './model-words.ts'
import layout from '../../components/layout.module.css'
import styles from './models.module.css'

export interface VersionsTabProps {
  model: Model
  keptDays: number
  onCompare: (id: string) => void
}

/** Every version there is: any can be compared, put in force, or deleted. */
export function VersionsTab({ model, keptDays, onCompare }: VersionsTabProps) {
  const [deleting, setDeleting] = useState<ModelVersion>()
  const { versions, inForce } = model
  if (versions.length === 0)
    return <EmptyState title="There are no versions yet">Each training makes one. They are kept for {keptDays} days.</EmptyState>
  return (
    <div className={styles.tab}>
      <p className={styles.muted}>
        Versions out of force are kept for {keptDays} days; training, swaps and roll-backs are in the activity log.
      </p>
      <ol className={styles.rows} aria-label="Versions">
        {versions.map((version) => (
          <Version
            key={version.id}
            version={version}
            onCompare={() => onCompare(version.id)}
            onSwap={() => void putInForce(version, inForce)}
            onDelete={() => setDeleting(version)}
          />
        ))}
      </ol>
      {deleting !== undefined && <DeleteDialog version={deleting} onClose={() => setDeleting(undefined)} />}
    </div>
  )
}

interface VersionProps {
  version: ModelVersion
  onCompare: () => void
  onSwap: () => void
  onDelete: () => void
}

function Version({ version, onCompare, onSwap, onDelete }: VersionProps) {
  const time = useTime()
  const { id, state } = version
  const { title, tone } = versionLooks[state]
  return (
    <li className={layout.row} aria-label={id}>
      <div className={styles.versionLine}>
        <strong>{id}</strong>
        <Badge tone={tone}>{title}</Badge>
        <span className={styles.gap} />
        {state !== 'in_force' && (
          <>
            <Button size="small" variant="quiet" onPress={onDelete} aria-label={`Delete ${id}`}>
              Delete
            </Button>
            <Button size="small" onPress={onCompare} aria-label={`Compare ${id}`}>
              Compare
            </Button>
            <Button size="small" onPress={onSwap} aria-label={`Put ${id} in force`}>
              Put in force
            </Button>
          </>
        )}
      </div>
      <p className={styles.muted}>
        {formatMany(version.rows, 'row')} of {daysOf(version)} days, {formatMany(version.features.length, 'feature')},{' '}
        {formatPlain(version.outliers_per_day)} a day stand out (budget {formatPlain(version.settings.budget)})
        {version.confirmed_rows > 0 && `, ${formatMany(version.confirmed_rows, 'confirmed row')} left out`}
      </p>
      <p className={styles.faint}>
        Trained {time(version.trained_at)} by {version.trained_by}, {whyWords[version.why]}
        {version.changed_at !== undefined && `; ${state === 'in_force' ? 'in force' : 'out of force'} since ${time(version.changed_at)}`}
      </p>
    </li>
  )
}

function DeleteDialog({ version: { id }, onClose }: { version: ModelVersion; onClose: () => void }) {
  const remove = async () => {
    await deleteVersion(id)
    onClose()
  }
  return (
    <Dialog
      isOpen
      size="small"
      role="alertdialog"
      onClose={onClose}
      title={`Delete ${id}`}
      actions={
        <>
          <Button onPress={onClose}>Keep it</Button>
          <Button variant="danger" onPress={() => void remove()}>
            Delete
          </Button>
        </>
      }
    >
      It cannot be brought back. The same records and seed would give the same model again.
    </Dialog>
  )
}
