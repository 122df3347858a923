import { FlaskConical, Play, Square } from 'lucide-react'
import { useEffect } from 'react'
import type { EngineDescription } from '../../../app/model/engine.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Progress } from '../../components/progress.tsx'
import { defaultRange } from '../../components/time-range.ts'
import { Skeleton } from '../../components/skeleton.tsx'
import { useCommand } from '../../keys/use-command.ts'
import { refine, useParameter } from '../../query/view.ts'
import { useRequest } from '../../state/use-request.ts'
import { readEngine } from '../engine/engine-draft.ts'
import { DataSection } from './data-section.tsx'
import { EngineSection } from './engine-section.tsx'
import { ResultSection } from './result-section.tsx'
import { addCandidate, setData, useSandbox } from './sandbox-state.ts'
import { cancelRun, startRun } from './use-run.ts'
import styles from './sandbox.module.css'

/** Engines tried on values that are there already, side by side. Nothing is stored or raised. */
export function SandboxPage() {
  const [engines, again] = useRequest('engines.list', {})
  useFirstChoice(engines.output?.default_engine)
  return (
    <div className={styles.page}>
      <div className={styles.side}>
        <h1 className={styles.title}>Sandbox</h1>
        <p className={styles.muted}>Engines tried on values that are there already. Nothing is stored, nothing is raised.</p>
        {engines.kind === 'failed' && <ErrorState title="The engines could not be listed" error={engines.error} onRetry={again} />}
        {engines.output === undefined && engines.kind === 'loading' && <Skeleton lines={6} label="Loading the engines" />}
        {engines.output !== undefined && (
          <>
            <DataSection />
            <EngineSection engines={engines.output.engines} />
          </>
        )}
      </div>
      <div className={styles.main}>{engines.output !== undefined && <RunPane engines={engines.output.engines} />}</div>
    </div>
  )
}

/** The default engine to begin with, and the stream that sent us here. */
function useFirstChoice(engine: string | undefined): void {
  const stream = useParameter('stream')
  useEffect(() => {
    if (engine !== undefined && useSandbox.getState().candidates.length === 0) addCandidate(engine)
  }, [engine])
  useEffect(() => {
    if (stream === undefined) return
    setData({ kind: 'signal', stream, key: '', range: defaultRange })
    refine({ stream: undefined })
  }, [stream])
}

function RunPane({ engines }: { engines: readonly EngineDescription[] }) {
  const { data, candidates, run, answer, of } = useSandbox()
  const invalid = candidates.some(({ draft }) => readEngine(draft, engines).kind === 'refused')
  const missing = data === undefined ? 'Pick a signal or drop a file.' : data.kind === 'signal' && data.key === '' ? 'Pick a signal.' : ''
  const running = run.kind === 'running'
  const start = () => void startRun(engines)
  const canRun = !running && missing === '' && !invalid
  useCommand('sandbox.run', canRun ? start : undefined)
  useCommand('sandbox.cancel', running ? cancelRun : undefined)
  return (
    <>
      <div className={styles.runLine}>
        {running ? (
          <Button icon={<Square aria-hidden />} onPress={cancelRun}>
            Cancel
          </Button>
        ) : (
          <Button variant="primary" icon={<Play aria-hidden />} onPress={start} isDisabled={!canRun}>
            Run
          </Button>
        )}
        <span role="status" className={styles.muted}>
          {running
            ? `${run.stage}…`
            : invalid
              ? 'A parameter is wrong.'
              : missing !== ''
                ? missing
                : run.kind === 'cancelled'
                  ? 'Cancelled: nothing was changed.'
                  : ''}
        </span>
      </div>
      {running && <Progress label={run.stage} fraction={run.fraction} />}
      {run.kind === 'failed' && <ErrorState title="The run failed" error={run.error} onRetry={start} />}
      {answer !== undefined && of !== undefined && run.kind !== 'failed' && (
        <ResultSection
          answer={answer}
          data={of.data}
          engines={engines}
          past={!running && (of.data !== data || of.candidates !== candidates)}
        />
      )}
      {answer === undefined && !running && run.kind !== 'failed' && (
        <EmptyState icon={<FlaskConical aria-hidden />} title="Nothing has been run yet">
          <p>
            Each engine judges every value in order, just as it would have live. With labelled windows in a file you see precision, recall
            and how long each took to notice.
          </p>
        </EmptyState>
      )}
    </>
  )
}
