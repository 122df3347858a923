import { useState } from 'react'
import type { ContractError } from '../../../app/contract/protocol.ts'
import type { Source, SourceStatus } from '../../../app/model/source.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { request } from '../../state/connection.ts'
import { takeSourceStatus, useSources } from '../../state/sources.ts'
import { offerUndo } from '../../state/undo.ts'
import { isExposed } from './source-advice.ts'
import { changeType, newSource, objectionsOf } from './source-draft.ts'
import { forgetTest, restoreSource } from './source-actions.ts'
import styles from './sources.module.css'

/** Adds a source, or edits the one given. */
export function SourceForm({ source, onClose }: { source: Source | undefined; onClose: () => void }) {
  const { sources = [], types } = useSources()
  const taken = sources.map((status) => status.source).filter(({ id }) => id !== source?.id)
  const [draft, setDraft] = useState(() => source ?? newSource(types, taken))
  const [error, setError] = useState<ContractError>()
  const [saving, setSaving] = useState(false)
  const objections = objectionsOf(error)
  const change = (part: Partial<Source>) => {
    setDraft((before) => ({ ...before, ...part }))
    setError(undefined)
  }

  const save = async () => {
    setSaving(true)
    const saved = await (source === undefined ? add(draft) : edit(source.id, draft))
    setSaving(false)
    if (saved.kind === 'failed') return setError(saved.error)
    if (source !== undefined) offerUndo(`Saved ${draft.id}`, () => restoreSource(draft.id, source))
    onClose()
  }

  return (
    <FormDialog
      onClose={onClose}
      title={source === undefined ? 'Add a source' : `Edit ${source.id}`}
      submit={source === undefined ? 'Add' : 'Save'}
      isPending={saving}
      onSubmit={() => void save()}
    >
      {objections[''] !== undefined && <Notice tone="danger">{objections['']}</Notice>}
      <Select
        label="What listens"
        options={types.map(({ type, title }) => ({ id: type, label: title }))}
        selected={draft.type}
        onSelect={(type) => {
          const info = types.find((one) => one.type === type)
          if (info !== undefined) setDraft((before) => changeType(before, info, types, taken))
        }}
      />
      <TextField
        label="Name"
        description="Lower-case letters, digits and hyphens. Records carry it."
        value={draft.id}
        onChange={(id) => change({ id })}
        error={objections.id}
        isRequired
        monospace
        autoFocus={source === undefined}
      />
      <div className={styles.pair}>
        <TextField
          label="Address"
          description="127.0.0.1 hears this machine only."
          value={draft.address}
          onChange={(address) => change({ address })}
          error={objections.address}
          isRequired
          monospace
        />
        <NumberField
          label="Port"
          description="0 takes a free one."
          value={draft.port}
          onChange={(port) => change({ port: Number.isNaN(port) ? 0 : port })}
          minValue={0}
          maxValue={65535}
          formatOptions={{ useGrouping: false }}
          error={objections.port}
          isRequired
        />
      </div>
      {isExposed(draft.address) && (
        <Notice tone="warning">
          Anyone who can reach this address can send records. Syslog and flows carry no proof of who sent them.
        </Notice>
      )}
      {draft.port > 0 && draft.port < 1024 && (
        <Notice tone="warning">Ports below 1024 usually need a privilege this program should not have.</Notice>
      )}
      <TextField
        label="Time zone"
        description="For timestamps that carry none: an IANA name such as Europe/Berlin, or local for this machine’s."
        value={draft.timezone}
        onChange={(timezone) => change({ timezone })}
        error={objections.timezone}
        isRequired
      />
    </FormDialog>
  )
}

type Saved = { kind: 'saved' } | { kind: 'failed'; error: ContractError }

async function add(source: Source): Promise<Saved> {
  return settle(await request('sources.add', { source }))
}

async function edit(id: string, source: Source): Promise<Saved> {
  const saved = settle(await request('sources.edit', { id, source }), id)
  if (saved.kind === 'saved') forgetTest(id)
  return saved
}

function settle(answer: Awaited<ReturnType<typeof request<'sources.add'>>>, formerId?: string): Saved {
  if (answer.kind === 'failed') return answer
  const { status }: { status: SourceStatus } = answer.output
  takeSourceStatus(status, formerId)
  return { kind: 'saved' }
}
