import { CircleCheck, CircleX, FlaskConical } from 'lucide-react'
import type { SampleState } from '../../../app/contract/imports.ts'
import { Button } from '../../components/button.tsx'
import { Progress } from '../../components/progress.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { notifyFailure } from '../../state/notices.ts'
import { goTo } from '../../state/route.ts'
import { deleteSample, replaySample, stopSample, useSample } from '../../state/sample.ts'
import { showStore, useSession } from '../../state/session.ts'
import { Way } from './way.tsx'
import styles from './start.module.css'

/** Replay the labelled sample day into its own store. */
export function SampleWay() {
  const sample = useSample((state) => state.sample)
  return (
    <Way icon={<FlaskConical aria-hidden />} title="Replay the sample day">
      <p>
        A made-up day of a small office with attacks hidden in it, sent through the real listeners into a separate store marked SAMPLE.
        Yours stays untouched; delete it whenever you like.
      </p>
      {sample === undefined ? <Skeleton lines={1} /> : <Sample sample={sample} />}
    </Way>
  )
}

function Sample({ sample }: { sample: SampleState }) {
  switch (sample.kind) {
    case 'absent':
      return (
        <Button variant="primary" onPress={() => void replaySample()}>
          Replay the sample day
        </Button>
      )
    case 'running':
      return (
        <div className={styles.progress}>
          <Progress label="Replaying the sample day" fraction={sample.progress} />
          <div className={styles.row}>
            <span className={styles.grow} role="status">
              Replaying, {Math.round(sample.progress * 100)} %
            </span>
            <OpenSample />
            <Button onPress={() => void stopSample()}>Stop</Button>
          </div>
          <Found found={sample.found} />
        </div>
      )
    case 'ready':
      return (
        <>
          {sample.progress < 1 && (
            <p className={styles.quiet}>Stopped at {Math.round(sample.progress * 100)} % of the day; what was not sent cannot be found.</p>
          )}
          <Found found={sample.found} />
          <div className={styles.row}>
            <OpenSample primary />
            <Button onPress={() => void replaySample()}>Replay again</Button>
            <Button variant="danger" onPress={() => void deleteSample()}>
              Delete SAMPLE
            </Button>
          </div>
        </>
      )
  }
}

function OpenSample({ primary }: { primary?: boolean }) {
  const view = useSession((session) => session.view)
  const open = async () => {
    const problem = view === 'sample' ? undefined : await showStore('sample')
    if (problem === undefined) goTo('queue')
    else notifyFailure('The SAMPLE store cannot be shown', problem)
  }
  return (
    <Button variant={primary ? 'primary' : 'default'} onPress={() => void open()}>
      Open SAMPLE
    </Button>
  )
}

/** What was planted, and whether it was found. */
function Found({ found }: { found: SampleState['found'] }) {
  if (found === undefined || found.length === 0) return null
  return (
    <ul className={styles.found} aria-label="Planted attacks">
      {found.map(({ planted, found: isFound, event_id }) => (
        <li key={planted} data-found={isFound}>
          {isFound ? <CircleCheck aria-hidden /> : <CircleX aria-hidden />}
          <span className={styles.grow}>{planted}</span>
          {isFound && event_id !== undefined ? (
            <Button size="small" variant="quiet" onPress={() => void openEvent(event_id)} aria-label={`Found: open ${planted}`}>
              Found
            </Button>
          ) : (
            <span className={styles.quiet}>{isFound ? 'Found' : 'Not found'}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

async function openEvent(event: string): Promise<void> {
  const problem = useSession.getState().view === 'sample' ? undefined : await showStore('sample')
  if (problem === undefined) goTo('queue', { event })
  else notifyFailure('The SAMPLE store cannot be shown', problem)
}
