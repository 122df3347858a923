import { useState } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { SplitPane } from '../../components/split-pane.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { TimeRangePicker } from '../../components/time-range-picker.tsx'
import { useCommand } from '../../keys/use-command.ts'
import { refine, useParameter, useRange } from '../../query/view.ts'
import { goTo } from '../../state/route.ts'
import { useRequest } from '../../state/use-request.ts'
import { EventFlyout } from '../event/event-flyout.tsx'
import { ResolveDialog } from '../event/resolve-dialog.tsx'
import { AnomalyList } from './anomaly-list.tsx'
import { DefinitionTab } from './definition-tab.tsx'
import { KeyPicker } from './key-picker.tsx'
import { anomaliesOf } from './series.ts'
import { stateOf, stateWords, type SignalRow } from './signal-rows.ts'
import { StateTab } from './state-tab.tsx'
import { StreamChart } from './stream-chart.tsx'
import { StreamHead } from './stream-head.tsx'
import { useSeries } from './use-series.ts'
import { useZoom } from './use-zoom.ts'
import styles from './signals.module.css'

type TabId = 'anomalies' | 'state' | 'definition'

/** One stream in full: a signal of it over time, its anomalies, how it fares, what it is. */
export function StreamPage({ row, reload }: { row: SignalRow; reload: () => void }) {
  const chosen = useParameter('key')
  const event = useParameter('event')
  const [tab, setTab] = useState<TabId>('anomalies')
  const [resolving, setResolving] = useState<readonly string[]>([])
  const [range, setRange] = useRange()
  const { zoom, back, zoomed } = useZoom(range, setRange)
  const first = useRequest('signals.keys', chosen === undefined ? { stream: row.name, limit: 1 } : undefined)[0]
  const key = chosen ?? first.output?.keys[0]?.key ?? row.view?.last?.key
  const { shown, state, reload: again } = useSeries(row.name, key, range)
  const open = (id: string | undefined) => refine({ event: id, tab: undefined })
  const leave = () => goTo('signals')
  useCommand('list.back', event !== undefined ? () => open(undefined) : zoomed ? back : leave)

  const points = shown?.series.points ?? []
  const side = event !== undefined && <EventFlyout id={event} onClose={() => open(undefined)} onOpen={open} onResolve={setResolving} />
  return (
    <SplitPane side={side || undefined} sideLabel="Event">
      <div className={styles.stream}>
        <StreamHead row={row} onBack={leave} reload={reload} />
        <div className={styles.bar}>
          <div className={styles.picker}>
            <KeyPicker key={row.name} stream={row.name} selected={key} onSelect={(next) => refine({ key: next, event: undefined })} />
          </div>
          <TimeRangePicker range={range} onChange={setRange} />
        </div>
        {state.kind === 'failed' && <ErrorState title="The signal could not be read" error={state.error} onRetry={again} />}
        {key === undefined && first.kind !== 'loading' && <NothingYet row={row} />}
        {shown === undefined && key !== undefined && state.kind === 'loading' && <Skeleton lines={6} label="Loading the signal" />}
        {shown !== undefined && key !== undefined && (
          <StreamChart
            row={row}
            signal={key}
            shown={shown}
            loading={state.kind === 'loading'}
            onZoom={zoom}
            onBack={zoomed ? back : undefined}
            onAll={() => setRange({ kind: 'all' })}
            onEvent={open}
          />
        )}
        <div className={styles.tabs}>
          <Tabs
            label="Signal"
            selected={tab}
            onSelect={setTab}
            tabs={[
              {
                id: 'anomalies',
                title: 'Anomalies',
                count: shown?.series.anomalies,
                content: <AnomalyList anomalies={anomaliesOf(points)} openId={event} onEvent={open} />,
              },
              { id: 'state', title: 'State', content: <StateTab row={row} /> },
              { id: 'definition', title: 'Definition', content: <DefinitionTab row={row} /> },
            ]}
          />
        </div>
      </div>
      <ResolveDialog ids={resolving} onClose={() => setResolving([])} onResolved={() => setResolving([])} />
    </SplitPane>
  )
}

/** Nothing detected and nothing received are not the same. */
function NothingYet({ row }: { row: SignalRow }) {
  const state = stateOf(row)
  return (
    <EmptyState title={state.kind === 'off' ? 'It is switched off' : state.kind === 'failed' ? 'It cannot be read' : 'No value yet'}>
      <p>{state.kind === 'failed' ? state.message : stateWords[state.kind]}</p>
    </EmptyState>
  )
}
