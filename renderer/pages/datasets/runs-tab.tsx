import { useState } from 'react'
import type { DatasetDetail } from '../../../app/contract/datasets.ts'
import type { DatasetRunSummary } from '../../../app/model/dataset.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { Sparkline } from '../../components/sparkline.tsx'
import { formatCount } from '../../format.ts'
import { perform } from '../../state/perform.ts'
import { fragmentOf } from '../../state/route.ts'
import { useTime } from '../../state/use-time.ts'
import { writeKey } from './dataset-address.ts'
import { RunFindings } from './run-findings.tsx'
import styles from './datasets.module.css'

const pageSize = 100
const mostBars = 60

export interface RunsTabProps {
  detail: DatasetDetail
  openId: number | undefined
}

/** Every run there is, newest first. */
export function RunsTab({ detail, openId }: RunsTabProps) {
  const time = useTime()
  const [older, setOlder] = useState<DatasetRunSummary[]>([])
  const [loading, setLoading] = useState(false)
  const { name, role, runs: total } = detail.summary
  const last = detail.runs.at(-1)?.id ?? 0
  const runs = [...detail.runs, ...older.filter(({ id }) => id < last)]
  if (runs.length === 0) return <EmptyState title="There are no runs">Each answer of an application, and each file, is one.</EmptyState>
  const more = async () => {
    setLoading(true)
    const answer = await perform(
      'datasets.runs',
      { name, role, before: runs.at(-1)?.id, limit: pageSize },
      'Older runs could not be listed',
    )
    setLoading(false)
    if (answer !== undefined) setOlder((before) => [...before, ...answer.runs])
  }
  const bars = runs.slice(0, mostBars).reverse()
  return (
    <div className={styles.tab}>
      <div className={styles.trend}>
        <span className={styles.muted}>Rows of the newest {formatCount(bars.length)}</span>
        <Sparkline values={bars.map(({ records }) => records)} label={`Rows of the newest ${bars.length} runs`} width={220} height={32} />
      </div>
      <PlainTable
        label="Runs"
        columns={[{ title: 'When' }, { title: 'Found' }, { title: 'Rows', align: 'end' }, { title: 'Score', align: 'end' }]}
      >
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td>
                <span className={styles.when}>
                  {run.id === openId ? (
                    <strong>{time(run.at)}, shown</strong>
                  ) : (
                    <a href={fragmentOf({ page: 'datasets', parameters: { dataset: writeKey({ name, role }), run: String(run.id) } })}>
                      {time(run.at)}
                    </a>
                  )}
                  <span className={styles.faint}>
                    {run.origin === 'import' ? 'from a file' : (run.operation_name ?? 'unnamed query')}
                    {run.user !== null && ` · ${run.user}`}
                  </span>
                </span>
              </td>
              <td>
                <RunFindings run={run} />
              </td>
              <td data-align="end">{formatCount(run.records)}</td>
              <td data-align="end">{run.score.toFixed(2)}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {runs.length < total && (
        <Button size="small" onPress={() => void more()} isPending={loading}>
          Older runs
        </Button>
      )}
    </div>
  )
}
