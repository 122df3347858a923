import { KeyValue, KeyValueRow } from '../../components/key-value.tsx'
import { formatSpan } from '../../format.ts'
import { saySink, saySource, sayWindow, type SignalRow } from './signal-rows.ts'
import styles from './signals.module.css'

/** What the stream is, as it stands in the configuration. */
export function DefinitionTab({ row: { stream } }: { row: SignalRow }) {
  const { source, aggregation, engine, sink, warmup, max_keys } = stream
  const params = Object.entries(engine.params)
  return (
    <div className={styles.panel}>
      <KeyValue>
        <KeyValueRow name="Name">
          <code>{stream.name}</code>
        </KeyValueRow>
        <KeyValueRow name="Source">{saySource(source)}</KeyValueRow>
        {source.type === 'records' && (
          <KeyValueRow name="Query">{source.query === '' ? 'all records' : <code>{source.query}</code>}</KeyValueRow>
        )}
        <KeyValueRow name="Judged">
          {sayWindow(stream)}
          {(aggregation !== undefined || source.type === 'records') &&
            `, open ${formatSpan((aggregation?.lateness ?? 60) * 1000)} for what comes late`}
        </KeyValueRow>
        <KeyValueRow name="Engine">
          {engine.type}
          {params.length > 0 && `: ${params.map(([name, value]) => `${name} ${String(value)}`).join(', ')}`}
        </KeyValueRow>
        <KeyValueRow name="How many anomalies">
          {engine.budget === null ? 'by the engine’s threshold' : `at most about ${engine.budget} a day`}
        </KeyValueRow>
        <KeyValueRow name="Warm-up">{warmup === 0 ? 'none' : `${warmup} days of stored records`}</KeyValueRow>
        <KeyValueRow name="Signals at a time">{max_keys}</KeyValueRow>
        <KeyValueRow name="Verdicts go to">{sink.map(saySink).join('; ')}</KeyValueRow>
      </KeyValue>
    </div>
  )
}
