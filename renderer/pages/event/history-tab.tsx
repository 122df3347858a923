import { useEffect, useRef, useState } from 'react'
import type { EventDetail } from '../../../app/contract/events.ts'
import type { Activity } from '../../../app/model/event.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/text-field.tsx'
import { formatName } from '../../format.ts'
import { onEventsChanged } from '../../state/events.ts'
import { perform } from '../../state/perform.ts'
import { useRequest } from '../../state/use-request.ts'
import { useTime } from '../../state/use-time.ts'
import { describeChange } from './history.ts'
import { forgetNoteWish, useNoteWish } from './note-wish.ts'
import layout from '../../components/layout.module.css'
import styles from './event.module.css'

/** What happened to the event: notes, alerts, and every change by anyone. */
export function HistoryTab({ detail, onNoted }: { detail: EventDetail; onNoted: () => void }) {
  const { event, notes, alerts } = detail
  const time = useTime()
  const [activity, again] = useRequest('activity.list', { subject: `event:${event.id}`, limit: 200 })
  useEffect(() => onEventsChanged(({ updated }) => updated.some(({ id }) => id === event.id) && again()), [event.id, again])
  return (
    <div className={layout.tab}>
      <NoteForm
        id={event.id}
        onNoted={() => {
          onNoted()
          again()
        }}
      />
      {notes.length > 0 && (
        <section aria-label="Notes">
          <h3 className={styles.heading}>Notes</h3>
          <ul className={styles.notes}>
            {notes.map((note) => (
              <li key={note.id} className={styles.note}>
                <p className={styles.faint}>
                  {note.author}, {time(note.at)}
                </p>
                <p className={styles.noteText}>{note.text}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {alerts.length > 0 && (
        <section aria-label="Alerts">
          <h3 className={styles.heading}>Alerts</h3>
          <ul className={styles.notes}>
            {alerts.map((alert, index) => (
              <li key={index} className={styles.alert}>
                <Badge tone={alert.state === 'delivered' ? 'healthy' : alert.state === 'failed' ? 'danger' : 'neutral'}>
                  {formatName(alert.state)}
                </Badge>
                {alert.channel}
                <span className={styles.faint}>
                  {time(alert.at)}
                  {alert.attempts > 1 && `, ${alert.attempts} attempts`}
                  {alert.message !== undefined && `: ${alert.message}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label="Changes">
        <h3 className={styles.heading}>Changes</h3>
        <ol className={styles.changes}>
          {activity.output?.activity.map((line) => (
            <ChangeLine key={line.seq} line={line} />
          ))}
          <li className={styles.line}>
            <span className={styles.faint}>{time(event.created_at)}</span> raised by {event.detector}
          </li>
        </ol>
      </section>
    </div>
  )
}

function ChangeLine({ line }: { line: Activity }) {
  const time = useTime()
  return (
    <li className={styles.line}>
      <span className={styles.faint}>{time(line.at)}</span> <b>{line.who}</b> {describeChange(line)}
    </li>
  )
}

function NoteForm({ id, onNoted }: { id: string; onNoted: () => void }) {
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const wished = useNoteWish(({ event }) => event === id)
  useEffect(() => {
    if (!wished) return
    form.current?.querySelector('textarea')?.focus()
    forgetNoteWish()
  }, [wished])
  const save = async () => {
    setBusy(true)
    const saved = await perform('events.note', { id, text: text.trim() }, 'The note could not be saved')
    setBusy(false)
    if (saved === undefined) return
    setText('')
    onNoted()
  }
  return (
    <form
      ref={form}
      className={styles.noteForm}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TextField aria-label="Note" placeholder="Write a note" value={text} onChange={setText} multiline />
      <Button type="submit" size="small" isDisabled={busy || text.trim() === ''}>
        Add note
      </Button>
    </form>
  )
}
