import { Search } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { Kbd } from '../components/kbd.tsx'
import { classes } from '../components/classes.ts'
import { useCommand } from '../keys/use-command.ts'
import styles from './query-bar.module.css'

/** What is wrong with a query, and where in the text. */
export interface QueryFault {
  message: string
  at: number
}

export interface QueryBarProps {
  label: string
  placeholder: string
  /** Takes the text over, or says what is wrong with it. */
  onSubmit: (text: string) => QueryFault | undefined
  /** Words offered while typing. */
  fields: readonly string[]
}

/** Where a query is written. What it takes over becomes chips below; what it cannot read, it says under itself. */
export function QueryBar({ label, placeholder, onSubmit, fields }: QueryBarProps) {
  const [text, setText] = useState('')
  const [fault, setFault] = useState<QueryFault>()
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  useCommand('search', () => input.current?.focus())
  const submit = () => {
    const found = text.trim() === '' ? undefined : onSubmit(text)
    setFault(found)
    if (found === undefined) setText('')
    else input.current?.setSelectionRange(found.at, text.length)
  }
  return (
    <form
      role="search"
      className={styles.bar}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Search className={styles.icon} aria-hidden />
      <input
        ref={input}
        className={classes(styles.input, fault && styles.wrong)}
        aria-label={label}
        aria-invalid={fault !== undefined}
        aria-describedby={fault && `${id}-fault`}
        placeholder={placeholder}
        list={`${id}-fields`}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setFault(undefined)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <datalist id={`${id}-fields`}>
        {fields.map((field) => (
          <option key={field} value={`${text.replace(/\S*$/, '')}${field}:`} />
        ))}
      </datalist>
      <span className={styles.hint}>
        <Kbd keys="/" />
      </span>
      {fault && (
        <p className={styles.fault} id={`${id}-fault`} role="alert">
          {fault.message} <span className={styles.place}>(at character {fault.at + 1})</span>
        </p>
      )}
    </form>
  )
}
