import { useState } from 'react'
import type { DatasetDetail } from '../../../app/contract/datasets.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { KeyValue, KeyValueRow } from '../../components/key-value.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { formatCount, formatMany } from '../../format.ts'
import { notify } from '../../state/notices.ts'
import { perform } from '../../state/perform.ts'
import { useTime } from '../../state/use-time.ts'
import { cleanDatasets } from './dataset-actions.ts'
import styles from './datasets.module.css'

export interface KeptTabProps {
  detail: DatasetDetail
  onChanged: () => void
  /** Nothing is left of it. */
  onGone: () => void
}

/** What is kept of it and for how long, its models, and the ways to forget. */
export function KeptTab({ detail, onChanged, onGone }: KeptTabProps) {
  const [removing, setRemoving] = useState<'none' | 'history' | 'all'>('none')
  const [busy, setBusy] = useState<'none' | 'train' | 'clean'>('none')
  const { name, role } = detail.summary
  const train = async () => {
    setBusy('train')
    const answer = await perform('datasets.train', { name, role }, 'It could not be trained')
    setBusy('none')
    if (answer === undefined) return
    const { version, training_records } = answer.model
    notify({ tone: 'success', title: `Model v${version} of ${formatMany(training_records, 'row')} is in force` })
    onChanged()
  }
  const clean = async () => {
    setBusy('clean')
    if (await cleanDatasets()) onChanged()
    setBusy('none')
  }
  return (
    <div className={styles.tab}>
      <Retention detail={detail} />
      <div className={styles.buttons}>
        <Button size="small" onPress={() => void clean()} isPending={busy === 'clean'}>
          Apply retention now
        </Button>
        <Button size="small" onPress={() => setRemoving('history')}>
          Forget its rows
        </Button>
        <Button size="small" variant="danger" onPress={() => setRemoving('all')}>
          Delete it
        </Button>
      </div>
      <section aria-label="Models" className={styles.section}>
        <div className={styles.sectionLine}>
          <h3 className={styles.heading}>Models</h3>
          <Button size="small" onPress={() => void train()} isPending={busy === 'train'}>
            Train now
          </Button>
        </div>
        <Models detail={detail} />
      </section>
      {removing !== 'none' && (
        <RemoveDialog
          detail={detail}
          history={removing === 'history'}
          onClose={() => setRemoving('none')}
          onDone={removing === 'all' ? onGone : onChanged}
        />
      )}
    </div>
  )
}

function Retention({ detail: { retention } }: { detail: DatasetDetail }) {
  const time = useTime()
  const { records, max_historical_records, oldest_record, oldest_run, last_clean_up } = retention
  return (
    <section aria-label="Retention" className={styles.section}>
      <h3 className={styles.heading}>Retention</h3>
      <KeyValue>
        <KeyValueRow name="Rows">
          {formatCount(records)} of at most {formatCount(max_historical_records)}, for {retention.history_days} days
          {oldest_record !== null && <span className={styles.faint}>, the oldest of {time(oldest_record)}</span>}
        </KeyValueRow>
        <KeyValueRow name="Runs, odd rows">
          for {retention.anomaly_days} days
          {oldest_run !== null && <span className={styles.faint}>, the oldest of {time(oldest_run)}</span>}
        </KeyValueRow>
        <KeyValueRow name="Models">for {retention.model_days} days once out of force</KeyValueRow>
        <KeyValueRow name="Last clean-up">
          {last_clean_up === null ? (
            'none yet'
          ) : (
            <>
              {time(last_clean_up.at)}: {formatMany(last_clean_up.records, 'row')}, {formatMany(last_clean_up.runs, 'run')},{' '}
              {formatMany(last_clean_up.models, 'model')} went{!last_clean_up.complete && '; it goes on at its next turn'}
            </>
          )}
        </KeyValueRow>
      </KeyValue>
    </section>
  )
}

function Models({ detail: { models, summary } }: { detail: DatasetDetail }) {
  const time = useTime()
  if (models.length === 0)
    return (
      <p className={styles.muted}>
        None yet: {formatMany(summary.records, 'row')} are known. The first is trained as soon as there are enough.
      </p>
    )
  return (
    <PlainTable
      label="Models"
      columns={[
        { title: 'Version' },
        { title: 'Trained' },
        { title: 'Rows', align: 'end' },
        { title: 'Features', align: 'end' },
        { title: 'Limit', align: 'end' },
      ]}
    >
      <tbody>
        {models.map(({ version, trained_at, training_records, features, threshold, in_force }) => (
          <tr key={version}>
            <td>
              v{version}
              {in_force && ', in force'}
            </td>
            <td className={styles.time}>{time(trained_at)}</td>
            <td data-align="end">{formatCount(training_records)}</td>
            <td data-align="end">{features.length}</td>
            <td data-align="end">{threshold.toFixed(3)}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

interface RemoveDialogProps {
  detail: DatasetDetail
  history: boolean
  onClose: () => void
  onDone: () => void
}

function RemoveDialog({ detail: { summary }, history, onClose, onDone }: RemoveDialogProps) {
  const { name, role, records, runs } = summary
  const [busy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    const answer = await perform('datasets.delete', { name, role, history }, `${name} could not be deleted`)
    setBusy(false)
    if (answer === undefined) return
    notify({ tone: 'success', title: history ? `The rows of ${name} for ${role} are forgotten` : `${name} for ${role} is deleted` })
    onClose()
    onDone()
  }
  return (
    <Dialog
      isOpen
      size="small"
      role="alertdialog"
      onClose={onClose}
      title={history ? `Forget the rows of ${name}` : `Delete ${name}`}
      actions={
        <>
          <Button onPress={onClose}>Keep</Button>
          <Button variant="danger" onPress={() => void remove()} isPending={busy}>
            {history ? 'Forget' : 'Delete'}
          </Button>
        </>
      }
    >
      {history
        ? `${formatMany(records, 'row')} for ${role} go. Its runs and models stay, and it learns anew from the next answer on.`
        : `${formatMany(records, 'row')}, ${formatMany(runs, 'run')} and every model for ${role} go, and cannot be brought back. Events about it stay.`}
    </Dialog>
  )
}
