import { ArrowRightToLine } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import type { SandboxAnswer, SandboxRun } from '../../../app/contract/sandbox.ts'
import type { EngineDescription } from '../../../app/model/engine.ts'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { SignalChart } from '../../components/signal-chart.tsx'
import { Dot } from '../../components/signal-dot.tsx'
import { formatCount, formatMany } from '../../format.ts'
import { useCommand } from '../../keys/use-command.ts'
import { useTime } from '../../state/use-time.ts'
import { chartPointsOf, comparisonLooks, gapOf, nameRun } from './comparison.ts'
import { makeStream } from './make-stream.ts'
import { ResultTable } from './result-table.tsx'
import type { SandboxData } from './sandbox-state.ts'
import styles from './sandbox.module.css'

interface Stretch {
  from: number
  to: number
}

export interface ResultSectionProps {
  answer: SandboxAnswer
  data: SandboxData
  engines: readonly EngineDescription[]
  /** Whether data or engines have changed since. */
  past: boolean
}

/** How each engine judged, over the same time, one under the other. */
export function ResultSection({ answer, data, engines, past }: ResultSectionProps) {
  const [zooms, setZooms] = useState<readonly Stretch[]>([])
  const { from, to } = zooms.at(-1) ?? { from: answer.from, to: Math.max(answer.to, answer.from + 1) }
  const back = () => setZooms(zooms.slice(0, -1))
  const time = useTime()
  useCommand('list.back', zooms.length > 0 ? back : undefined)
  const section = useRef<HTMLElement>(null)
  const make = (run: SandboxRun) => void makeStream(run, data, nameRun(run, engines))
  useCommand('sandbox.stream', () => {
    const [only, ...others] = answer.runs
    if (only !== undefined && others.length === 0) return make(only)
    // Which of several is for the analyst to say.
    section.current?.querySelector<HTMLElement>('button[data-make]')?.focus()
  })
  return (
    <section ref={section} aria-label="Comparison" className={styles.results}>
      {past && (
        <Notice tone="warning" title="Data or engines have changed since this run.">
          These numbers are not about them.
        </Notice>
      )}
      <p className={styles.summary} role="status">
        <span>
          {formatMany(answer.total, 'value')} of {data.kind === 'file' ? data.name : `${data.stream}, ${data.key}`}, {time(answer.from)} –{' '}
          {time(answer.to)}
        </span>
        {answer.labels.length > 0 ? (
          <>
            <span className={styles.key}>
              <span className={styles.labelKey} /> {formatMany(answer.labels.length, 'labelled window')}
            </span>
            {comparisonLooks.map((look) => (
              <span key={look.label} className={styles.key}>
                <Dot look={look} /> {look.label}
              </span>
            ))}
          </>
        ) : (
          <span>no labels: precision and recall cannot be said</span>
        )}
        {zooms.length > 0 && (
          <Button size="small" variant="quiet" keys="Escape" onPress={back}>
            Zoom out
          </Button>
        )}
      </p>
      <div className={styles.table}>
        <ResultTable answer={answer} engines={engines} />
      </div>
      {answer.runs.map((run, index) => (
        <RunChart
          key={index}
          number={index + 1}
          run={run}
          answer={answer}
          name={nameRun(run, engines)}
          from={from}
          to={to}
          onZoom={(start, end) => setZooms([...zooms, { from: start, to: Math.max(start + 1, end) }])}
          onBack={back}
          onMake={() => make(run)}
        />
      ))}
    </section>
  )
}

interface RunChartProps extends Stretch {
  number: number
  run: SandboxRun
  answer: SandboxAnswer
  name: string
  onZoom: (from: number, to: number) => void
  onBack: () => void
  onMake: () => void
}

function RunChart({ number, run, answer, name, from, to, onZoom, onBack, onMake }: RunChartProps) {
  const points = useMemo(() => chartPointsOf(run.points, answer.labels), [run.points, answer.labels])
  const gap = useMemo(() => gapOf(run.points), [run.points])
  return (
    <div className={styles.run}>
      <SignalChart
        label={`${number}. ${name}`}
        points={points}
        from={from}
        to={to}
        gap={gap}
        labels={answer.labels}
        height={170}
        together="sandbox"
        onZoom={onZoom}
        onBack={onBack}
        caption={
          <>
            <span>{formatCount(run.anomalies)} anomalous</span>
            <span className={styles.gap} />
            <Button
              size="small"
              icon={<ArrowRightToLine aria-hidden />}
              onPress={onMake}
              data-make
              aria-label={`Make ${number}. ${name} a stream`}
            >
              Make this a stream
            </Button>
          </>
        }
      />
    </div>
  )
}
