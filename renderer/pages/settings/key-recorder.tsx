import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Button } from '../../components/button.tsx'
import { Kbd } from '../../components/kbd.tsx'
import type { CommandDefinition } from '../../keys/command.ts'
import { onMac, textOfPress } from '../../keys/press.ts'
import { patience } from '../../keys/sequence.ts'
import styles from './settings.module.css'

export interface KeyRecorderProps {
  command: CommandDefinition
  /** Who else has these keys. */
  conflicts: (keys: string) => readonly CommandDefinition[]
  onDone: (keys: string) => void
  onCancel: () => void
}

/** Listens for one key, or two in quick succession; warns before keys are taken from another command. */
export function KeyRecorder({ command, conflicts, onDone, onCancel }: KeyRecorderProps) {
  const [keys, setKeys] = useState('')
  const lastAt = useRef(0)
  const field = useRef<HTMLDivElement>(null)
  useEffect(() => field.current?.focus(), [])

  const press = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return onCancel()
    const text = textOfPress(event.nativeEvent, onMac())
    if (text === undefined) return
    const follows = keys !== '' && !keys.includes(' ') && event.timeStamp - lastAt.current < patience
    lastAt.current = event.timeStamp
    setKeys(follows ? `${keys} ${text}` : text)
  }
  const others = keys === '' ? [] : conflicts(keys)
  return (
    <div className={styles.recorder}>
      <div
        ref={field}
        className={styles.recorderField}
        tabIndex={0}
        role="textbox"
        aria-readonly="true"
        aria-label={`New keys for ${command.title}; press them now, Escape cancels`}
        data-keys="own"
        onKeyDown={press}
      >
        {keys === '' ? 'Press the new keys…' : <Kbd keys={keys} />}
        <span className={styles.spoken} role="status">
          {keys}
        </span>
      </div>
      {others.length > 0 && <span className={styles.conflict}>Taken from: {others.map(({ title }) => title).join(', ')}</span>}
      <Button size="small" variant="primary" isDisabled={keys === ''} onPress={() => onDone(keys)}>
        {others.length > 0 ? 'Take them' : 'Use'}
      </Button>
      <Button size="small" onPress={onCancel}>
        Cancel
      </Button>
    </div>
  )
}
