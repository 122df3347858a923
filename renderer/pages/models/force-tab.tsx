import { RefreshCw, RotateCcw, Square } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { DriftReport, ModelVersion } from '../../../app/model/outlier-model.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { Progress } from '../../components/progress.tsx'
import { formatMany } from '../../format.ts'
import { request } from '../../state/connection.ts'
import { notifyFailure } from '../../state/notices.ts'
import { useTime } from '../../state/use-time.ts'
import { putInForce, rollBack, takeOutOfForce } from './model-actions.ts'
import type { Model } from './model-list.ts'
import { driftLooks } from './model-words.ts'
import { VersionFacts } from './version-facts.tsx'
import styles from './models.module.css'

export interface ForceTabProps {
  model: Model
  onTrain: () => void
  onCompare: (id: string) => void
}

/** What judges now: what it learnt, from when, and whether that still holds. */
export function ForceTab({ model, onTrain, onCompare }: ForceTabProps) {
  const { inForce, waiting } = model
  return (
    <div className={styles.tab}>
      {waiting !== undefined && <Waiting version={waiting} inForce={inForce} onCompare={onCompare} />}
      {inForce === undefined ? (
        waiting === undefined && <NothingLearnt model={model} onTrain={onTrain} />
      ) : (
        <>
          <div className={styles.buttons}>
            <Button size="small" icon={<RotateCcw aria-hidden />} onPress={() => void rollBack(inForce)}>
              {inForce.replaced === undefined ? 'Roll back to none' : `Roll back to ${inForce.replaced}`}
            </Button>
            <Button size="small" icon={<Square aria-hidden />} onPress={() => void takeOutOfForce(inForce)}>
              Take out of force
            </Button>
          </div>
          <VersionFacts version={inForce} info={model.info} />
          <DriftSection model={model} />
        </>
      )}
    </div>
  )
}

function Waiting({
  version,
  inForce,
  onCompare,
}: {
  version: ModelVersion
  inForce: ModelVersion | undefined
  onCompare: (id: string) => void
}) {
  return (
    <Notice
      title={`${version.id} is trained and waits for you.`}
      actions={
        <>
          <Button size="small" onPress={() => onCompare(version.id)}>
            Compare
          </Button>
          <Button size="small" variant="primary" onPress={() => void putInForce(version, inForce)}>
            Put in force
          </Button>
        </>
      }
    >
      {inForce === undefined ? 'Nothing is in force before it.' : `${inForce.id} judges until then.`}
    </Notice>
  )
}

function NothingLearnt({ model: { info, settings, failure, training }, onTrain }: { model: Model; onTrain: () => void }) {
  if (training !== undefined) return <EmptyState title="It is being trained">It judges nothing yet.</EmptyState>
  const tooFew = failure?.kind === 'too_few_rows'
  return (
    <EmptyState
      title={tooFew ? 'There is too little to learn from' : 'No model is in force'}
      actions={
        <Button variant="primary" onPress={onTrain}>
          Go to training
        </Button>
      }
    >
      {tooFew
        ? 'It is told above how much there is. Nothing is judged by this model until then.'
        : `${info.title} are judged by no model. It takes ${formatMany(settings.minimum_rows, 'row')} at least, of ${
            info.judges === 'record' ? 'a record each' : `${settings.window_minutes} minutes of an entity each`
          }, from the last ${formatMany(settings.training_days, 'day')}.`}
    </EmptyState>
  )
}

type Asking = { kind: 'none' } | { kind: 'running'; fraction: number | undefined }

/** Whether what is usual has moved, asked now. */
function DriftSection({ model: { info, drift } }: { model: Model }) {
  const [asking, setAsking] = useState<Asking>({ kind: 'none' })
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])
  const ask = async () => {
    const stop = new AbortController()
    running.current = stop
    setAsking({ kind: 'running', fraction: undefined })
    const onProgress = (fraction: number) => setAsking({ kind: 'running', fraction })
    const answer = await request('models.drift', { set: info.name }, { signal: stop.signal, onProgress })
    if (answer.kind === 'failed') notifyFailure('It could not be asked', answer.error)
    setAsking({ kind: 'none' })
  }
  return (
    <section aria-label="Drift" className={styles.section}>
      <h3 className={styles.heading}>Has what is usual moved?</h3>
      <div className={styles.buttons}>
        {asking.kind === 'running' ? (
          <Button size="small" icon={<Square aria-hidden />} onPress={() => running.current?.abort()}>
            Cancel
          </Button>
        ) : (
          <Button size="small" icon={<RefreshCw aria-hidden />} onPress={() => void ask()}>
            Ask now
          </Button>
        )}
        {drift === undefined && asking.kind === 'none' && <span className={styles.faint}>Not asked since this version is in force.</span>}
      </div>
      {asking.kind === 'running' && <Progress label="Reading the last day" fraction={asking.fraction} />}
      {drift !== undefined && <Drift drift={drift} titles={new Map(info.features.map(({ name, title }) => [name, title]))} />}
    </section>
  )
}

function Drift({ drift, titles }: { drift: DriftReport; titles: ReadonlyMap<string, string> }) {
  const time = useTime()
  const { title, tone, means } = driftLooks[drift.state]
  const moved = drift.features.filter(({ psi }) => psi >= 0.1)
  return (
    <>
      <p role="status">
        <Badge tone={tone}>{title}</Badge> {means}
      </p>
      <p className={styles.faint}>
        {formatMany(drift.rows, 'row')} of {time(drift.from)} – {time(drift.to)}; stability index {drift.psi.toFixed(2)} (from 0.10 moving,
        from 0.25 moved). Asked {time(drift.at)}.
      </p>
      {moved.length > 0 && (
        <ul className={styles.plainList} aria-label="Features that moved most">
          {moved.slice(0, 5).map(({ feature, psi }) => (
            <li key={feature}>
              {titles.get(feature) ?? feature}: {psi.toFixed(2)}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
