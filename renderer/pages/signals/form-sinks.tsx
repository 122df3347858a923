import { Plus, X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { Notice } from '../../components/notice.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { FormPartProps } from './form-source.tsx'
import type { StreamProblems } from './read-stream.ts'
import { newSink, type Protocol, type SinkDraft } from './stream-draft.ts'
import styles from './form.module.css'

const titles: Record<SinkDraft['type'], string> = { file: 'File', http: 'HTTP', socket: 'Socket' }
const descriptions: Record<SinkDraft['type'], string> = {
  file: 'JSON lines are appended to it',
  http: 'POSTed as a JSON list',
  socket: 'JSON lines over TCP or UDP',
}
const protocols: readonly { id: Protocol; label: string }[] = [
  { id: 'tcp', label: 'TCP' },
  { id: 'udp', label: 'UDP' },
]

/** Where every verdict goes. */
export function FormSinks({ draft, change, problems }: FormPartProps) {
  const own = Number(draft.repository) + Number(draft.live)
  const set = (index: number, part: Partial<SinkDraft>) =>
    change({ sinks: draft.sinks.map((sink, at) => (at === index ? { ...sink, ...part } : sink)) })
  return (
    <>
      <div className={styles.checks}>
        <Checkbox isSelected={draft.repository} onChange={(repository) => change({ repository })}>
          Keep them in this console
        </Checkbox>
        <Checkbox isSelected={draft.live} onChange={(live) => change({ live })}>
          Show them live
        </Checkbox>
      </div>
      {!draft.repository && (
        <Notice tone="warning">Nothing is kept: the chart of this stream stays empty. Anomalies still become events.</Notice>
      )}
      {draft.sinks.map((sink, index) => (
        <SinkFields
          key={index}
          sink={sink}
          problems={problems}
          at={`sink.${own + index}`}
          onChange={(part) => set(index, part)}
          onRemove={() => change({ sinks: draft.sinks.filter((_, at) => at !== index) })}
        />
      ))}
      <div>
        <Menu
          label="Kinds of sink"
          entries={(Object.keys(titles) as SinkDraft['type'][]).map((type) => ({
            id: type,
            label: titles[type],
            description: descriptions[type],
            run: () => change({ sinks: [...draft.sinks, newSink(type)] }),
          }))}
        >
          <Button size="small" icon={<Plus aria-hidden />} isDisabled={draft.sinks.length >= 8}>
            Send them somewhere too
          </Button>
        </Menu>
      </div>
    </>
  )
}

interface SinkFieldsProps {
  sink: SinkDraft
  problems: StreamProblems
  at: string
  onChange: (part: Partial<SinkDraft>) => void
  onRemove: () => void
}

function SinkFields({ sink, problems, at, onChange, onRemove }: SinkFieldsProps) {
  return (
    <div className={styles.sink} role="group" aria-label={`${titles[sink.type]} sink`}>
      {sink.type === 'file' && (
        <TextField
          label="File"
          value={sink.path}
          onChange={(path) => onChange({ path })}
          error={problems[`${at}.path`]}
          placeholder="/var/log/verdicts.jsonl"
          monospace
        />
      )}
      {sink.type === 'http' && (
        <TextField
          label="URL"
          value={sink.url}
          onChange={(url) => onChange({ url })}
          error={problems[`${at}.url`]}
          placeholder="http://127.0.0.1:8080/verdicts"
          monospace
        />
      )}
      {sink.type === 'socket' && (
        <>
          <Select label="Protocol" options={protocols} selected={sink.protocol} onSelect={(protocol) => onChange({ protocol })} />
          <TextField
            label="Address"
            value={sink.address}
            onChange={(address) => onChange({ address })}
            error={problems[`${at}.address`]}
            monospace
          />
          <TextField
            label="Port"
            inputMode="numeric"
            value={sink.port}
            onChange={(port) => onChange({ port })}
            error={problems[`${at}.port`]}
            monospace
          />
        </>
      )}
      <IconButton icon={<X aria-hidden />} label={`Take the ${titles[sink.type]} sink away`} size="small" onPress={onRemove} />
    </div>
  )
}
