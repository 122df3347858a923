import { Notice } from '../../components/notice.tsx'
import { Select } from '../../components/select.tsx'
import { Switch } from '../../components/switch.tsx'
import { TextField } from '../../components/text-field.tsx'
import { FormRecords } from './form-records.tsx'
import type { StreamProblems } from './read-stream.ts'
import type { Protocol, SourceType, StreamDraft } from './stream-draft.ts'
import styles from './form.module.css'

export interface FormPartProps {
  draft: StreamDraft
  change: (part: Partial<StreamDraft>) => void
  problems: StreamProblems
}

const sources: readonly { id: SourceType; label: string; description: string }[] = [
  { id: 'records', label: 'Records', description: 'Measured of what this console stores' },
  { id: 'http', label: 'HTTP', description: 'Programs post messages to this console' },
  { id: 'socket', label: 'Socket', description: 'JSON lines over TCP, or a UDP datagram a message' },
  { id: 'file', label: 'File', description: 'JSON lines in a file on this machine' },
]
const protocols: readonly { id: Protocol; label: string }[] = [
  { id: 'udp', label: 'UDP' },
  { id: 'tcp', label: 'TCP' },
]
/** Where the values come from. */
export function FormSource({ draft, change, problems }: FormPartProps) {
  return (
    <>
      <div className={styles.narrow}>
        <Select label="Values come from" options={sources} selected={draft.source} onSelect={(source) => change({ source })} />
      </div>
      {draft.source === 'records' && <FormRecords draft={draft} change={change} problems={problems} />}
      {draft.source === 'http' && (
        <p className={styles.muted}>
          Programs POST <code>{'{"application": "shop", "ts": 1767225600000, "value": 42}'}</code> to{' '}
          <code>/v1/streams/{draft.name.trim() === '' ? 'name' : draft.name.trim()}</code> with a token of the API: one message, or a list.
        </p>
      )}
      {draft.source === 'socket' && <SocketFields draft={draft} change={change} problems={problems} />}
      {draft.source === 'file' && (
        <div className={styles.grid}>
          <TextField
            label="Path"
            value={draft.path}
            onChange={(path) => change({ path })}
            error={problems['source.path']}
            placeholder="/var/log/metrics.jsonl"
            monospace
          />
          <div className={styles.switch}>
            <Switch isSelected={draft.follow} onChange={(follow) => change({ follow })}>
              Go on reading as it grows
            </Switch>
          </div>
        </div>
      )}
    </>
  )
}

function SocketFields({ draft, change, problems }: FormPartProps) {
  const loopback = /^(127\.|::1$|localhost$)/.test(draft.address.trim())
  return (
    <>
      <div className={styles.grid}>
        <Select label="Protocol" options={protocols} selected={draft.protocol} onSelect={(protocol) => change({ protocol })} />
        <TextField
          label="Address"
          value={draft.address}
          onChange={(address) => change({ address })}
          error={problems['source.address']}
          description="127.0.0.1 hears this machine only."
          monospace
        />
        <TextField
          label="Port"
          inputMode="numeric"
          value={draft.port}
          onChange={(port) => change({ port })}
          error={problems['source.port']}
          placeholder="9125"
          monospace
        />
      </div>
      {!loopback && draft.address.trim() !== '' && (
        <Notice tone="warning">Anyone who can reach this address can send values: messages carry no proof of who sent them.</Notice>
      )}
    </>
  )
}
