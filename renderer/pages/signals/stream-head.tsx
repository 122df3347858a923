import { ArrowLeft, CopyPlus, FlaskConical, Pencil, Trash2 } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Switch } from '../../components/switch.tsx'
import { goTo } from '../../state/route.ts'
import { lossesOf, sayEngine, saySource, sayWindow, type SignalRow } from './signal-rows.ts'
import { SignalStateBadge } from './signal-state.tsx'
import { removeStream, switchStream } from './stream-actions.ts'
import styles from './signals.module.css'

/** What the stream is, how it fares, and what can be done with it. */
export function StreamHead({ row, onBack, reload }: { row: SignalRow; onBack: () => void; reload: () => void }) {
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
        <Switch isSelected={row.enabled} onChange={(enabled) => void switchStream(row.name, enabled, reload)}>
          {row.enabled ? 'On' : 'Off'}
        </Switch>
        <Button size="small" icon={<FlaskConical aria-hidden />} onPress={() => goTo('sandbox', { stream: row.name })}>
          Sandbox
        </Button>
        <Button
          size="small"
          icon={row.preset === undefined ? <Pencil aria-hidden /> : <CopyPlus aria-hidden />}
          onPress={() => goTo('signals', { stream: row.name, form: 'edit' })}
        >
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
    </header>
  )
}
