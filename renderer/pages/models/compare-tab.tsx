import { GitCompareArrows, Square } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { Progress } from '../../components/progress.tsx'
import { Select } from '../../components/select.tsx'
import { refine, useParameter } from '../../query/view.ts'
import { ComparisonResult } from './comparison-result.tsx'
import type { Model } from './model-list.ts'
import type { ComparisonControl } from './use-comparison.ts'
import styles from './models.module.css'

const day = 86_400_000
const spans = [
  { id: 'own', label: 'the days it was trained on' },
  { id: '1', label: 'the last 24 hours' },
  { id: '7', label: 'the last 7 days' },
  { id: '14', label: 'the last 14 days' },
] as const

/** A version beside the one in force, on the same days, before it takes over. */
export function CompareTab({ model, comparison: { state, start, cancel } }: { model: Model; comparison: ComparisonControl }) {
  const { versions, inForce, waiting } = model
  const others = versions.filter(({ state }) => state !== 'in_force')
  const asked = useParameter('version')
  const candidate = others.find(({ id }) => id === asked) ?? waiting ?? others[0]
  const [span, setSpan] = useState<(typeof spans)[number]['id']>('own')
  if (candidate === undefined)
    return (
      <EmptyState title="There is nothing to compare">
        {inForce === undefined ? 'Train a version first.' : `${inForce.id} is the only version: train another to hold it against.`}
      </EmptyState>
    )
  const running = state.kind === 'running'
  const run = () => {
    const now = Date.now()
    start({ id: candidate.id, ...(span !== 'own' && { from: now - Number(span) * day, to: now }) }, inForce?.id)
  }
  return (
    <div className={styles.tab}>
      <p className={styles.muted}>
        {inForce === undefined
          ? 'No model is in force: it stands alone.'
          : `Beside ${inForce.id}, which is in force. Nothing is changed by it.`}
      </p>
      <div className={styles.compareLine}>
        <Select
          label="Version"
          size="small"
          options={others.map(({ id }) => ({ id, label: id }))}
          selected={candidate.id}
          onSelect={(id) => refine({ version: id })}
          isDisabled={running}
        />
        <Select label="Over" size="small" options={spans} selected={span} onSelect={setSpan} isDisabled={running} />
        {running ? (
          <Button size="small" icon={<Square aria-hidden />} onPress={cancel}>
            Cancel
          </Button>
        ) : (
          <Button size="small" variant="primary" icon={<GitCompareArrows aria-hidden />} onPress={run}>
            Compare
          </Button>
        )}
      </div>
      {running && <Progress label="Scoring stored records by both" fraction={state.fraction} />}
      {state.kind === 'cancelled' && (
        <p className={styles.muted} role="status">
          Cancelled: nothing was changed.
        </p>
      )}
      {state.kind === 'failed' && <ErrorState title="They could not be compared" error={state.error} onRetry={run} />}
      {state.kind === 'done' && state.id !== candidate.id && <Notice tone="warning">This is about {state.id}.</Notice>}
      {state.kind === 'done' && state.against !== inForce?.id && (
        <Notice tone="warning" title="Another version has come into force since.">
          Compare again to hold it against that one.
        </Notice>
      )}
      {state.kind === 'done' && (
        <ComparisonResult comparison={state.comparison} version={versions.find(({ id }) => id === state.id)} inForce={inForce} />
      )}
    </div>
  )
}
