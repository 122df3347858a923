import { Braces, Copy } from 'lucide-react'
import { useState } from 'react'
import type { RecordView } from '../../../app/contract/record-view.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { KeyValue, KeyValueRow } from '../../components/key-value.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { showTurns } from '../../format-plain.ts'
import { formatSpan } from '../../format.ts'
import { notify } from '../../state/notices.ts'
import { useTime } from '../../state/use-time.ts'
import { Value } from '../../values/value-menu.tsx'
import { hexRows } from './record-summary.ts'
import styles from './record.module.css'

/** Every field of a record, and its bytes as they were received. */
export function RecordDetail({ record }: { record: RecordView }) {
  const [tab, setTab] = useState<'fields' | 'raw'>('fields')
  return (
    <Tabs
      label="Record"
      selected={tab}
      onSelect={setTab}
      tabs={[
        { id: 'fields', title: 'Fields', count: Object.keys(record.fields).length, content: <RecordFields record={record} /> },
        { id: 'raw', title: 'Raw', content: <RecordRaw record={record} /> },
      ]}
    />
  )
}

export function RecordFields({ record }: { record: RecordView }) {
  const time = useTime()
  const skew = record.arrival - record.time
  return (
    <div className={styles.fields}>
      {record.fields['event.kind'] === 'pipeline_error' && (
        <Badge tone="warning">Not parsed: {String(record.fields['error.code'] ?? 'unknown reason')}</Badge>
      )}
      <KeyValue>
        <KeyValueRow name="time">
          <code>{time(record.time, { milliseconds: true })}</code>
        </KeyValueRow>
        <KeyValueRow name="arrived">
          <code>{time(record.arrival, { milliseconds: true })}</code>
          {Math.abs(skew) >= 1_000 && (
            <span className={styles.faint}>
              {' '}
              {skew > 0 ? `${formatSpan(skew)} after its own time` : `${formatSpan(-skew)} before its own time`}
            </span>
          )}
        </KeyValueRow>
        <KeyValueRow name="source">
          <code>{record.source}</code>
        </KeyValueRow>
        {Object.keys(record.fields)
          .sort()
          .map((name) => (
            <KeyValueRow key={name} name={<code>{name}</code>}>
              <Value field={name} value={record.fields[name]!} />
            </KeyValueRow>
          ))}
      </KeyValue>
    </div>
  )
}

export function RecordRaw({ record }: { record: RecordView }) {
  const copy = (text: string) => void navigator.clipboard.writeText(text).then(() => notify({ title: 'Copied', duration: 1_500 }))
  return (
    <div className={styles.fields}>
      <pre className={styles.raw} tabIndex={0} aria-label="Raw bytes">
        {record.raw_encoding === 'hex' ? hexRows(record.raw) : showTurns(record.raw)}
      </pre>
      <div className={styles.buttons}>
        <Button size="small" icon={<Copy aria-hidden />} onPress={() => copy(record.raw)}>
          Copy raw
        </Button>
        <Button size="small" icon={<Braces aria-hidden />} onPress={() => copy(JSON.stringify(record, undefined, 2))}>
          Copy as JSON
        </Button>
      </div>
    </div>
  )
}
