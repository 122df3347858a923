import { Badge } from '../../components/badge.tsx'
import { Figure, Figures } from '../../components/figure.tsx'
import { Notice } from '../../components/notice.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { Progress } from '../../components/progress.tsx'
import { streamSourceId } from '../../../app/model/stream.ts'
import { formatCount } from '../../format.ts'
import { goTo } from '../../state/route.ts'
import { Button } from '../../components/button.tsx'
import { stateOf, stateWords, type SignalRow } from './signal-rows.ts'
import styles from './signals.module.css'

/** What was judged, what was lost, what the engine chose, and where the verdicts went. */
export function StateTab({ row }: { row: SignalRow }) {
  const { view } = row
  const state = stateOf(row)
  return (
    <div className={styles.panel}>
      {state.kind === 'failed' ? (
        <Notice tone="danger" title="It cannot be read.">
          {state.message}
        </Notice>
      ) : (
        <p className={styles.muted}>
          {state.label}. {stateWords[state.kind]}
        </p>
      )}
      {state.kind === 'warming' && <Progress label="Replaying history" fraction={state.fraction} />}
      {view !== undefined && (
        <>
          <Figures label="Since this engine started">
            <Figure title="Judged" value={formatCount(view.points)} />
            <Figure title="Anomalies" value={formatCount(view.anomalies)} />
            <Figure
              title="Signals"
              value={formatCount(view.keys)}
              note={view.evicted > 0 ? `${formatCount(view.evicted)} put aside` : undefined}
            />
            <Figure title="Late" value={formatCount(view.late)} note="left out" />
            <Figure title="Bad messages" value={formatCount(view.bad)} note="kept as records" />
            <Figure title="Not judged" value={formatCount(view.unjudged)} note="no usable number" />
            {view.held > 0 && <Figure title="Waiting" value={formatCount(view.held)} note="for the history" />}
          </Figures>
          {view.bad > 0 && (
            <div>
              <Button
                size="small"
                onPress={() => goTo('live', { q: `source:${streamSourceId(row.name)} event.kind:pipeline_error`, range: 'all' })}
              >
                Look at the bad messages
              </Button>
            </div>
          )}
          <Choices row={row} />
          <Sinks row={row} />
        </>
      )}
    </div>
  )
}

function Choices({ row: { view } }: { row: SignalRow }) {
  if (view === undefined || view.choices.length === 0) return null
  return (
    <section aria-label="What the engine chose">
      <h2 className={styles.heading}>What “auto” chose</h2>
      <PlainTable label="Choices" columns={[{ title: 'Signal' }, { title: 'Engine' }, { title: 'Why' }]}>
        <tbody>
          {view.choices.map(({ key, picked, why }) => (
            <tr key={key}>
              <td>
                <code>{key}</code>
              </td>
              <td>{picked}</td>
              <td>{why}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </section>
  )
}

function Sinks({ row: { view } }: { row: SignalRow }) {
  if (view === undefined) return null
  return (
    <section aria-label="Sinks">
      <h2 className={styles.heading}>Where verdicts go</h2>
      <PlainTable
        label="Sinks"
        columns={[{ title: 'Sink' }, { title: 'Delivered', align: 'end' }, { title: 'Failed', align: 'end' }, { title: 'State' }]}
      >
        <tbody>
          {view.sinks.map(({ sink, delivered, failed, failure }) => (
            <tr key={sink}>
              <td>{sink}</td>
              <td data-align="end">{formatCount(delivered)}</td>
              <td data-align="end">{formatCount(failed)}</td>
              <td>{failed > 0 ? <Badge tone="danger">{failure ?? 'fails'}</Badge> : <Badge tone="healthy">delivers</Badge>}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </section>
  )
}
