import type { SandboxAnswer } from '../../../app/contract/sandbox.ts'
import type { EngineDescription } from '../../../app/model/engine.ts'
import { Badge } from '../../components/badge.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { formatCount, formatMany, formatShort } from '../../format.ts'
import { bestOf, nameRun, percent, sayDelay } from './comparison.ts'
import styles from './sandbox.module.css'

const always = [{ title: 'Engine' }, { title: 'Judged', align: 'end' }, { title: 'Anomalies', align: 'end' }] as const
const labelled = [
  { title: 'Precision', align: 'end' },
  { title: 'Recall', align: 'end' },
  { title: 'Delay', align: 'end' },
] as const
const rate = { title: 'Verdicts/s', align: 'end' } as const

/** The engines side by side in numbers. */
export function ResultTable({ answer, engines }: { answer: SandboxAnswer; engines: readonly EngineDescription[] }) {
  const scored = answer.runs.some(({ score }) => score !== undefined)
  const best = bestOf(answer)
  return (
    <PlainTable label="Engines compared" columns={[...always, ...(scored ? labelled : []), rate]}>
      <tbody>
        {answer.runs.map((run, index) => (
          <tr key={index}>
            <td>
              <span className={styles.runName}>
                <span className={styles.number}>{index + 1}</span>
                {nameRun(run, engines)}
                {index === best && <Badge tone="healthy">best</Badge>}
              </span>
              {run.choice !== undefined && (
                <span className={styles.why}>
                  picked {run.choice.picked}: {run.choice.why}
                </span>
              )}
            </td>
            <td data-align="end">{formatCount(run.judged)}</td>
            <td data-align="end">{formatCount(run.anomalies)}</td>
            {scored && (
              <>
                <td
                  data-align="end"
                  title={run.score && `${run.score.inside} of ${formatCount(run.score.anomalies)} anomalies inside a window`}
                >
                  {percent(run.score?.precision ?? null)}
                </td>
                <td data-align="end" title={run.score && `${run.score.found} of ${formatMany(run.score.windows, 'window')}`}>
                  {percent(run.score?.recall ?? null)}
                </td>
                <td data-align="end">{sayDelay(run.score?.delay ?? null)}</td>
              </>
            )}
            <td data-align="end">{formatShort(run.verdicts_per_second)}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}
