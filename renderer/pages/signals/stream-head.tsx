import { ArrowLeft, CopyPlus, FileInput, FlaskConical, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Switch } from '../../components/switch.tsx'
import { useCommand } from '../../keys/use-command.ts'
import { goTo } from '../../state/route.ts'
import { ImportDialog } from './import-dialog.tsx'
import { lossesOf, sayEngine, saySource, sayWindow, type SignalRow } from './signal-rows.ts'
import { SignalStateBadge } from './signal-state.tsx'
import { removeStream, switchStream } from './stream-actions.ts'
import styles from './signals.module.css'

/** What the stream is, how it fares, and what can be done with it. */
export function StreamHead({ row, onBack, reload }: { row: SignalRow; onBack: () => void; reload: () => void }) {
  const [importing, setImporting] = useState(false)
  const takesValues = row.preset === undefined && row.stream.source.type !== 'records'
  const edit = () => goTo('signals', { stream: row.name, form: 'edit' })
  const toggle = () => void switchStream(row.name, !row.enabled, reload)
  useCommand('streams.edit', edit)
  useCommand('streams.switch', toggle)
  useCommand('streams.import', takesValues ? () => setImporting(true) : undefined)
  const losses = row.view === undefined ? [] : lossesOf(row.view)
  const remove = async () => {
    if (await removeStream(row.stream, reload)) onBack()
  }
  return (
    <header className={styles.head}>
      <div className={styles.headLine}>
        <IconButton icon={<ArrowLeft aria-hidden />} label="All signals" keys="Escape" onPress={onBack} />
        <h1 className={styles.headTitle}>{row.title}</h1>
        {row.preset !== undefined && <Badge>preset</Badge>}
        <SignalStateBadge row={row} />
        {losses.map(({ label, why }) => (
          <span key={label} title={why}>
            <Badge tone="warning">{label}</Badge>
          </span>
        ))}
        <span className={styles.gap} />
        <Switch isSelected={row.enabled} onChange={toggle}>
          {row.enabled ? 'On' : 'Off'}
        </Switch>
        {takesValues && (
          <Button size="small" icon={<FileInput aria-hidden />} onPress={() => setImporting(true)}>
            Import
          </Button>
        )}
        <Button size="small" icon={<FlaskConical aria-hidden />} onPress={() => goTo('sandbox', { stream: row.name })}>
          Sandbox
        </Button>
        <Button size="small" icon={row.preset === undefined ? <Pencil aria-hidden /> : <CopyPlus aria-hidden />} onPress={edit}>
          {row.preset === undefined ? 'Edit' : 'Make your own'}
        </Button>
        {row.preset === undefined && (
          <Button size="small" icon={<Trash2 aria-hidden />} onPress={() => void remove()}>
            Remove
          </Button>
        )}
      </div>
      <p className={styles.headWords}>
        {saySource(row.stream.source)} · {sayWindow(row.stream)} · judged by {sayEngine(row)}
      </p>
      {importing && <ImportDialog stream={row.name} onClose={() => setImporting(false)} />}
    </header>
  )
}
