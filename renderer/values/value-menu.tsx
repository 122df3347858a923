import { createContext, use, useMemo, useState, type ReactNode } from 'react'
import type { FieldValue } from '../../app/model/fields.ts'
import { classes } from '../components/classes.ts'
import { ContextMenu, type ContextMenuState } from '../components/context-menu.tsx'
import type { MenuEntry } from '../components/menu.tsx'
import { showTurns } from '../format-plain.ts'
import { useRoute } from '../state/route.ts'
import { entriesOf, titleOf, type FieldValueRef } from './value-entries.tsx'
import styles from './value-menu.module.css'

type OpenMenu = (ref: FieldValueRef, at: { x: number; y: number }, more?: readonly MenuEntry[]) => void

const ValueMenuContext = createContext<OpenMenu>(() => {})

/** One menu for every value within. */
export function ValueMenu({ children }: { children: ReactNode }) {
  const [menu, setMenu] = useState<ContextMenuState>()
  const open = useMemo<OpenMenu>(
    () => (ref, at, more) => setMenu({ ...at, title: titleOf(ref), entries: more ?? entriesOf(ref, useRoute.getState().page === 'live') }),
    [],
  )
  return (
    <ValueMenuContext value={open}>
      {children}
      <ContextMenu menu={menu} onClose={() => setMenu(undefined)} />
    </ValueMenuContext>
  )
}

export function useValueMenu(): OpenMenu {
  return use(ValueMenuContext)
}

export interface ValueProps {
  field: string
  value: FieldValue
  /** What to show instead of the value itself. */
  children?: ReactNode
  plain?: boolean
}

/** A value that can be acted on: a click, Enter or a right click opens its menu. */
export function Value({ field, value, children, plain }: ValueProps) {
  const open = useValueMenu()
  return (
    <button
      type="button"
      className={classes(styles.value, !plain && styles.monospace)}
      aria-haspopup="menu"
      onClick={(event) => {
        const bounds = event.currentTarget.getBoundingClientRect()
        open({ field, value }, { x: bounds.left, y: bounds.bottom })
      }}
      onContextMenu={(event) => {
        event.preventDefault()
        open({ field, value }, { x: event.clientX, y: event.clientY })
      }}
    >
      {children ?? showTurns(String(value))}
    </button>
  )
}
