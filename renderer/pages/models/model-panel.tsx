import { Square } from 'lucide-react'
import type { ModelsAnswer } from '../../../app/contract/models.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { FlyoutHead, FlyoutLine } from '../../components/flyout-head.tsx'
import { Notice } from '../../components/notice.tsx'
import { Progress } from '../../components/progress.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useCommand } from '../../keys/use-command.ts'
import { refine, useParameter } from '../../query/view.ts'
import { CompareTab } from './compare-tab.tsx'
import { ForceTab } from './force-tab.tsx'
import { cancelTraining, trainModel } from './model-actions.ts'
import { standingOf, type Model } from './model-list.ts'
import { standingLooks } from './model-words.ts'
import { TrainTab } from './train-tab.tsx'
import { useComparison } from './use-comparison.ts'
import { VersionsTab } from './versions-tab.tsx'
import styles from './models.module.css'

const tabIds = ['force', 'train', 'compare', 'versions'] as const
type TabId = (typeof tabIds)[number]

export interface ModelPanelProps {
  model: Model
  answer: ModelsAnswer
  onClose: () => void
}

/** One model in full, beside the list. */
export function ModelPanel({ model, answer, onClose }: ModelPanelProps) {
  const { info, training, failure, versions } = model
  const asked = useParameter('tab')
  const tab = tabIds.find((one) => one === asked) ?? 'force'
  const setTab = (next: TabId) => refine({ tab: next === 'force' ? undefined : next })
  const comparison = useComparison()
  const { title, tone } = standingLooks[standingOf(model)]
  const compare = (id: string) => refine({ tab: 'compare', version: id })
  const { waiting, inForce } = model
  const compareNow = (id: string) => {
    compare(id)
    comparison.start({ id }, inForce?.id)
  }
  useCommand('models.train', training === undefined ? () => void trainModel(info.name) : undefined)
  useCommand('models.cancel', training === undefined ? undefined : () => void cancelTraining(info.name))
  useCommand('models.compare', waiting === undefined ? undefined : () => compareNow(waiting.id))
  return (
    <>
      <FlyoutHead title={info.title} onClose={onClose}>
        <FlyoutLine>
          {model.inForce !== undefined && <Badge tone="info">{model.inForce.id} in force</Badge>}
          {model.waiting !== undefined && <Badge tone="warning">{model.waiting.id} waits for you</Badge>}
          {model.inForce === undefined && model.waiting === undefined && <Badge tone={tone}>{title}</Badge>}
          <span className={styles.faint}>{info.description}</span>
        </FlyoutLine>
        {training !== undefined && (
          <div className={styles.training} role="group" aria-label="Training">
            <span>Training on stored records, {Math.round(training.fraction * 100)} %</span>
            <Button size="small" icon={<Square aria-hidden />} onPress={() => void cancelTraining(info.name)}>
              Cancel
            </Button>
            <Progress label="Training" fraction={training.fraction} />
          </div>
        )}
        {training === undefined && failure !== undefined && failure.kind !== 'cancelled' && (
          <Notice
            tone={failure.kind === 'failed' ? 'danger' : 'warning'}
            title={failure.kind === 'failed' ? 'The training failed.' : 'Not enough history yet.'}
          >
            {failure.message}
            {failure.kind === 'too_few_rows' && ' Nothing was changed. Let more records come in, or look at more days.'}
          </Notice>
        )}
        {training === undefined && failure?.kind === 'cancelled' && (
          <p className={styles.muted} role="status">
            The training was cancelled: nothing was changed.
          </p>
        )}
      </FlyoutHead>
      <Tabs
        label="Model"
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'force', title: 'In force', content: <ForceTab model={model} onTrain={() => setTab('train')} onCompare={compare} /> },
          { id: 'train', title: 'Train', content: <TrainTab model={model} algorithms={answer.algorithms} /> },
          { id: 'compare', title: 'Compare', content: <CompareTab model={model} comparison={comparison} /> },
          {
            id: 'versions',
            title: 'Versions',
            count: versions.length || undefined,
            content: <VersionsTab model={model} keptDays={answer.kept_days} onCompare={compare} />,
          },
        ]}
      />
    </>
  )
}
