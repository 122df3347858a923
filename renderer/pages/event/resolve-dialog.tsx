import { useState } from 'react'
import { verdicts, type Verdict } from '../../../app/model/event.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { verdictLabels } from '../../components/status-badge.tsx'
import { TextField } from '../../components/text-field.tsx'
import { commandOf } from '../../keys/commands.ts'
import { keysOf } from '../../keys/keymap.ts'
import { useCommand } from '../../keys/use-command.ts'
import { usePreferences } from '../../state/preferences.ts'
import { resolve } from './event-actions.ts'
import styles from './resolve-dialog.module.css'

const meanings: Record<Verdict, string> = {
  true_positive: 'It happened, and it matters.',
  benign: 'It happened, and it was meant to.',
  false_positive_logic: 'It is not what the rule looks for.',
  false_positive_data: 'A bad parse, clock or address.',
  duplicate: 'Another event already covers it.',
  test: 'Someone was testing.',
  insufficient_data: 'It cannot be decided with what there is.',
}

export interface ResolveDialogProps {
  /** Events to resolve; the dialog is open while there are any. */
  ids: readonly string[]
  onClose: () => void
  /** The engine has taken the verdict. */
  onResolved: (ids: readonly string[]) => void
}

/** Asks for the verdict that resolving requires: one key, or one click. A note is written first, if at all. */
export function ResolveDialog({ ids, onClose, onResolved }: ResolveDialogProps) {
  return (
    <Dialog isOpen={ids.length > 0} onClose={onClose} title={ids.length > 1 ? `Resolve ${ids.length} events` : 'Resolve the event'}>
      <Verdicts ids={ids} onClose={onClose} onResolved={onResolved} />
    </Dialog>
  )
}

function Verdicts({ ids, onClose, onResolved }: ResolveDialogProps) {
  const [note, setNote] = useState('')
  const choose = (verdict: Verdict) => {
    void resolve([...ids], verdict, note).then((taken) => taken && onResolved(ids))
    onClose()
  }
  return (
    <div className={styles.verdicts}>
      <TextField label="Note (kept with the event)" value={note} onChange={setNote} multiline />
      <div role="group" aria-label="Verdict" className={styles.list}>
        {verdicts.map((verdict, index) => (
          <VerdictButton key={verdict} verdict={verdict} onChoose={choose} first={index === 0} />
        ))}
      </div>
    </div>
  )
}

function VerdictButton({ verdict, onChoose, first }: { verdict: Verdict; onChoose: (verdict: Verdict) => void; first: boolean }) {
  const command = commandOf(`verdict.${verdict}`)!
  const chosen = usePreferences(({ keys }) => keys)
  const [keys] = keysOf(command, chosen)
  useCommand(`verdict.${verdict}`, () => onChoose(verdict), { inDialog: true })
  return (
    <Button onPress={() => onChoose(verdict)} aria-label={verdictLabels[verdict]} autoFocus={first}>
      <span className={styles.verdict}>
        {keys !== undefined && <Kbd keys={keys} />}
        <b>{verdictLabels[verdict]}</b>
        <span className={styles.meaning}>{meanings[verdict]}</span>
      </span>
    </Button>
  )
}
