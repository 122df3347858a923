import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { DatasetDetail } from '../../../app/contract/datasets.ts'
import type { DatasetRun } from '../../../app/model/dataset.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Figure, Figures } from '../../components/figure.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { formatCount } from '../../format.ts'
import { refine } from '../../query/view.ts'
import { useRun } from '../../state/datasets.ts'
import { useTime } from '../../state/use-time.ts'
import { AnomalousRows } from './anomalous-rows.tsx'
import { ChangesSection } from './changes-section.tsx'
import { PatternSection } from './pattern-section.tsx'
import { RunEvents } from './run-events.tsx'
import { SecuritySection } from './security-section.tsx'
import styles from './datasets.module.css'

/** One answer in full: what it changed, which rows do not belong, how it was asked, what a language model thinks. */
export function RunTab({ id, detail }: { id: number | undefined; detail: DatasetDetail }) {
  const { name } = detail.summary
  const [loaded, again] = useRun(id, name)
  if (id === undefined) return <EmptyState title="There are no runs">Runs are kept for {detail.retention.anomaly_days} days.</EmptyState>
  const run = loaded.output?.run
  if (run === undefined) {
    if (loaded.kind === 'failed') return <ErrorState title="The run could not be loaded" error={loaded.error} onRetry={again} />
    return <Skeleton lines={8} label="Loading the run" />
  }
  const { result } = run
  return (
    <div className={styles.tab}>
      <RunHead run={run} detail={detail} />
      <Figures label="What it found">
        <Figure
          title="Rows"
          value={formatCount(run.records)}
          note={`${formatCount(result.statistical_details.historical_records)} known before`}
        />
        <Figure title="Changes" value={formatCount(run.changes)} note={result.changes.compared ? 'beyond their limits' : 'not compared'} />
        <Figure
          title="Odd rows"
          value={formatCount(run.anomalies)}
          note={result.model_details.trained ? `highest score ${result.score.toFixed(3)}` : 'no model yet'}
        />
        {run.origin === 'import' && run.concerns === 0 ? (
          <Figure title="Query" value="none" note="rows of a file" />
        ) : (
          <Figure
            title="Query"
            value={run.concerns === 0 ? 'as usual' : formatCount(run.concerns)}
            note={run.concerns === 0 ? 'for this role' : 'concerns'}
          />
        )}
      </Figures>
      <RunEvents name={run.dataset} role={run.role} user={run.user} />
      <ChangesSection run={run} />
      <AnomalousRows result={result} />
      <PatternSection pattern={result.query_pattern} />
      <SecuritySection analysis={result.security_concerns} />
    </div>
  )
}

function RunHead({ run, detail }: { run: DatasetRun; detail: DatasetDetail }) {
  const time = useTime()
  const at = detail.runs.findIndex(({ id }) => id === run.id)
  const older = at >= 0 ? detail.runs[at + 1] : undefined
  const newer = at > 0 ? detail.runs[at - 1] : undefined
  const show = (id: number) => refine({ run: String(id) })
  return (
    <div className={styles.runHead}>
      <p className={styles.muted}>
        {time(run.at)}
        {run.origin === 'import' ? ', from a file' : run.operation_name !== null && `, ${run.operation_name}`}
        {run.user !== null && `, for ${run.user}`}
        {at === 0 && ', the newest'}
      </p>
      <span className={styles.buttons}>
        <IconButton
          icon={<ChevronLeft aria-hidden />}
          label="Older run"
          size="small"
          isDisabled={older === undefined}
          onPress={() => older && show(older.id)}
        />
        <IconButton
          icon={<ChevronRight aria-hidden />}
          label="Newer run"
          size="small"
          isDisabled={newer === undefined}
          onPress={() => newer && show(newer.id)}
        />
      </span>
    </div>
  )
}
