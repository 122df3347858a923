import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { classes } from './classes.ts'
import { Kbd } from './kbd.tsx'
import styles from './menu.module.css'

export interface MenuEntry {
  id: string
  label: string
  icon?: ReactNode
  description?: string
  keys?: string | undefined
  /** Set for an entry that can be on or off. */
  checked?: boolean
  danger?: boolean
  isDisabled?: boolean
  run: () => void
}

export interface MenuProps {
  /** The menu's accessible name. */
  label: string
  entries: readonly MenuEntry[]
  /** A Button or IconButton that opens it. */
  children: ReactElement
}

/** A button that opens a list of actions. */
export function Menu({ label, entries, children }: MenuProps) {
  return (
    <MenuTrigger>
      {children}
      <Popover className={styles.popover ?? ''} offset={4}>
        <MenuList label={label} entries={entries} />
      </Popover>
    </MenuTrigger>
  )
}

/** The list itself, for a popover that something else opens. Checkable entries leave it open. */
export function MenuList({ label, entries, autoFocus }: Omit<MenuProps, 'children'> & { autoFocus?: 'first' }) {
  const checkable = entries.some((entry) => entry.checked !== undefined)
  return (
    <AriaMenu
      aria-label={label}
      className={styles.menu ?? ''}
      {...(autoFocus && { autoFocus })}
      {...(checkable && {
        selectionMode: 'multiple' as const,
        selectedKeys: entries.filter((entry) => entry.checked).map((entry) => entry.id),
        shouldCloseOnSelect: false,
      })}
    >
      {entries.map((entry) => (
        <MenuItem
          key={entry.id}
          id={entry.id}
          textValue={entry.label}
          isDisabled={entry.isDisabled ?? false}
          onAction={entry.run}
          className={classes(styles.item, entry.danger && styles.danger)}
        >
          {checkable && <Check className={styles.check} aria-hidden />}
          {entry.icon}
          <span className={styles.text}>
            {entry.label}
            {entry.description !== undefined && <span className={styles.description}>{entry.description}</span>}
          </span>
          {entry.keys !== undefined && <Kbd keys={entry.keys} />}
        </MenuItem>
      ))}
    </AriaMenu>
  )
}
