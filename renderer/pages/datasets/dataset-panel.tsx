import type { DatasetSummary } from '../../../app/model/dataset.ts'
import { Badge } from '../../components/badge.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { FlyoutHead, FlyoutLine } from '../../components/flyout-head.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { formatCount, formatMany } from '../../format.ts'
import { refine, useParameter } from '../../query/view.ts'
import { useDataset } from '../../state/datasets.ts'
import { KeptTab } from './kept-tab.tsx'
import { QueriesTab } from './queries-tab.tsx'
import { RunTab } from './run-tab.tsx'
import { RunsTab } from './runs-tab.tsx'
import styles from './datasets.module.css'

const tabIds = ['run', 'runs', 'queries', 'kept'] as const
type TabId = (typeof tabIds)[number]

/** One dataset as one role sees it: what its newest answer changed, every run, who asks what, and what is kept. */
export function DatasetPanel({ dataset, onClose }: { dataset: DatasetSummary; onClose: () => void }) {
  const { name, role, state, records, model } = dataset
  const [loaded, again] = useDataset(name, role)
  const asked = useParameter('tab')
  const tab = tabIds.find((one) => one === asked) ?? 'run'
  const setTab = (next: TabId) => refine({ tab: next === 'run' ? undefined : next })
  const wanted = Number(useParameter('run'))
  const detail = loaded.output
  const run = Number.isSafeInteger(wanted) && wanted > 0 ? wanted : detail?.runs[0]?.id
  return (
    <>
      <FlyoutHead title={name} onClose={onClose}>
        <FlyoutLine>
          <span>
            for <strong>{role}</strong>
          </span>
          <Badge tone={state === 'watching' ? 'info' : 'neutral'}>{state}</Badge>
          <span className={styles.faint}>
            {formatMany(records, 'row')} kept,{' '}
            {model === null ? 'no model yet' : `model v${model.version} of ${formatCount(model.training_records)} rows`}
          </span>
        </FlyoutLine>
      </FlyoutHead>
      {detail === undefined && loaded.kind === 'loading' && <Skeleton lines={8} label="Loading the dataset" />}
      {detail === undefined && loaded.kind === 'failed' && (
        <ErrorState title="The dataset could not be loaded" error={loaded.error} onRetry={again} />
      )}
      {detail !== undefined && (
        <Tabs
          label="Dataset"
          selected={tab}
          onSelect={setTab}
          tabs={[
            { id: 'run', title: 'Run', content: <RunTab key={run} id={run} detail={detail} /> },
            {
              id: 'runs',
              title: 'Runs',
              count: detail.summary.runs || undefined,
              content: <RunsTab detail={detail} openId={run} />,
            },
            {
              id: 'queries',
              title: 'Queries',
              count: detail.patterns.length || undefined,
              content: <QueriesTab detail={detail} />,
            },
            { id: 'kept', title: 'Kept', content: <KeptTab detail={detail} onChanged={again} onGone={onClose} /> },
          ]}
        />
      )}
    </>
  )
}
