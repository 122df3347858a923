import { RadioTower } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { RecordView } from '../../../app/contract/record-view.ts'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { Copyable } from '../../components/copyable.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatAgo } from '../../format.ts'
import { subscribe } from '../../state/connection.ts'
import { useHealth } from '../../state/health.ts'
import { goTo } from '../../state/route.ts'
import { useSources } from '../../state/sources.ts'
import { useNow, useTime } from '../../state/use-time.ts'
import { adviseOn, systemOf } from '../sources/source-advice.ts'
import { testCommandOf } from '../sources/test-command.ts'
import { chooseListener } from './choose-listener.ts'
import { Way } from './way.tsx'
import styles from './start.module.css'

/** Send something to a syslog port and see it arrive. */
export function ListenWay() {
  const { sources, types } = useSources()
  const status = chooseListener(sources ?? [])
  const info = types.find(({ type }) => type === status?.source.type)
  return (
    <Way icon={<RadioTower aria-hidden />} title="Listen to syslog">
      {sources !== undefined && status === undefined && (
        <>
          <p>No source listens for syslog.</p>
          <Button onPress={() => goTo('sources')}>Add a source</Button>
        </>
      )}
      {status?.state.kind === 'listening' && info !== undefined && (
        <>
          <p>
            Listening on {info.transport}/{status.state.port}, for this machine
            {status.state.address === '127.0.0.1' ? ' only' : ' and others'}. Send a line:
          </p>
          <Copyable text={testCommandOf(info, status.state.address, status.state.port)} label="Copy the command" />
          <FirstRecord source={status.source.id} />
        </>
      )}
      {status !== undefined && (status.state.kind === 'paused' || status.state.kind === 'starting') && (
        <>
          <p>
            {status.source.id} is {status.state.kind === 'paused' ? 'paused' : 'starting'}.
          </p>
          <Button onPress={() => goTo('sources')}>Sources</Button>
        </>
      )}
      {status?.state.kind === 'failed' && (
        <Notice
          tone="danger"
          title={status.state.failure.message}
          actions={
            <Button size="small" onPress={() => goTo('sources')}>
              Sources
            </Button>
          }
        >
          {adviseOn(status.state.failure, status.source, systemOf(navigator.platform)).text}
        </Notice>
      )}
    </Way>
  )
}

/** The first record that arrives while one looks. */
function FirstRecord({ source }: { source: string }) {
  const [record, setRecord] = useState<RecordView>()
  const last = useHealth(({ health }) => health?.counters.sources.find((one) => one.source === source)?.last_record_at)
  const time = useTime()
  const now = useNow(10_000)
  useEffect(
    () =>
      subscribe('records.live', ({ records }) => {
        const first = records.find((one) => one.source === source)
        if (first !== undefined) setRecord((before) => before ?? first)
      }),
    [source],
  )
  if (record === undefined) {
    return (
      <p className={styles.waiting} role="status">
        {last === undefined ? 'Waiting for the first record…' : `The last record came ${formatAgo(last, now)}. Waiting for the next…`}
      </p>
    )
  }
  return (
    <Notice tone="success" title="It arrived.">
      <code className={styles.raw}>{record.raw}</code>
      <span className={styles.row}>
        <span className={classes(styles.quiet, styles.grow)}>{time(record.time)}</span>
        <Button size="small" onPress={() => goTo('live')}>
          Open Live
        </Button>
      </span>
    </Notice>
  )
}
