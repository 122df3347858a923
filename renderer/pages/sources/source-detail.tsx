import type { ReactNode } from 'react'
import { useSources } from '../../state/sources.ts'
import type { SourceStatus } from '../../../app/model/source.ts'
import { Button } from '../../components/button.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatBytes, formatCount, formatMany } from '../../format.ts'
import { useHealth } from '../../state/health.ts'
import { showOnly } from '../../query/record-view.ts'
import { useTime } from '../../state/use-time.ts'
import { adviseOn, systemOf } from './source-advice.ts'
import { resumeSource, useTests } from './source-actions.ts'
import { testCommandOf } from './test-command.ts'
import styles from './sources.module.css'

/** Below a source's row: what is wrong and what to do, how to send to it, what its test found, where its messages went. */
export function SourceDetail({ status, onEdit }: { status: SourceStatus; onEdit: () => void }) {
  const { source, state } = status
  const info = useSources(({ types }) => types.find(({ type }) => type === source.type))
  return (
    <div className={styles.detail}>
      {state.kind === 'failed' && <Failure status={status} onEdit={onEdit} />}
      <TestResult id={source.id} />
      {info !== undefined && state.kind === 'listening' && (
        <p className={styles.command}>
          Send it a message of your own: <Copyable text={testCommandOf(info, state.address, state.port)} label="Copy the command" />
        </p>
      )}
      <Corridor source={source.id} timezone={source.timezone} />
    </div>
  )
}

function Failure({ status: { source, state }, onEdit }: { status: SourceStatus; onEdit: () => void }) {
  if (state.kind !== 'failed') return null
  const { text, command } = adviseOn(state.failure, source, systemOf(navigator.platform))
  return (
    <Notice
      tone="danger"
      title={state.failure.message}
      actions={
        <>
          <Button size="small" onPress={onEdit}>
            Edit
          </Button>
          <Button size="small" onPress={() => void resumeSource(source.id)}>
            Try again
          </Button>
        </>
      }
    >
      <p className={styles.advice}>{text}</p>
      {command !== undefined && <Copyable text={command} label="Copy the command" />}
    </Notice>
  )
}

function TestResult({ id }: { id: string }) {
  const test = useTests(({ tests }) => tests[id])
  if (test === undefined) return null
  if (test.kind === 'running') return <Notice>Sent a test message; looking for its record in the store…</Notice>
  const { answer } = test
  if (answer.kind === 'failed') return <Notice tone="danger" title="The test failed." children={answer.message} />
  return (
    <Notice
      tone="success"
      actions={
        <Button size="small" onPress={() => showOnly({ kind: 'equals', field: 'source', value: id, negated: false })}>
          Show in Live
        </Button>
      }
    >
      The test message became record {formatCount(answer.seq)} after {formatCount(answer.milliseconds)} ms.
    </Notice>
  )
}

function Corridor({ source, timezone }: { source: string; timezone: string }) {
  const counters = useHealth(({ health }) => health?.counters.sources.find((one) => one.source === source))
  const time = useTime()
  if (counters === undefined || counters.received === 0) return null
  return (
    <dl className={styles.facts}>
      <Fact name="Received">
        {formatMany(counters.received, 'message')}, {formatBytes(counters.received_bytes)}
      </Fact>
      <Fact name="Stored">{formatMany(counters.stored, 'record')}</Fact>
      <Fact name="Unparsed">{reasons(counters.unparsed)}</Fact>
      <Fact name="Lost">{reasons(counters.dropped)}</Fact>
      <Fact name="Last record">{counters.last_record_at === undefined ? 'never' : time(counters.last_record_at)}</Fact>
      <Fact name="Time zone">{timezone}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className={styles.factName}>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function reasons(counts: Record<string, number>): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0)
  return parts.length === 0 ? 'none' : parts.map(([reason, count]) => `${formatCount(count)} ${reason.replaceAll('_', ' ')}`).join(', ')
}
