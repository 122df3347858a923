import { useRef } from 'react'
import { Popover } from 'react-aria-components'
import { MenuList, type MenuEntry } from './menu.tsx'
import styles from './menu.module.css'

/** Where a context menu is open, and what about. Position in CSS pixels of the window. */
export interface ContextMenuState {
  x: number
  y: number
  /** Shown above the entries: the value they act on. */
  title: string
  entries: readonly MenuEntry[]
}

export interface ContextMenuProps {
  menu: ContextMenuState | undefined
  onClose: () => void
}

/** A menu at a point of the window, for a right click or the menu key. Focus goes back to where it was. */
export function ContextMenu({ menu, onClose }: ContextMenuProps) {
  const anchor = useRef<HTMLSpanElement>(null)
  return (
    <>
      <span
        ref={anchor}
        aria-hidden="true"
        style={{ position: 'fixed', left: menu?.x ?? 0, top: menu?.y ?? 0, width: 1, height: 1, pointerEvents: 'none' }}
      />
      <Popover
        key={menu === undefined ? 'closed' : `${menu.x} ${menu.y}`}
        className={styles.popover ?? ''}
        triggerRef={anchor}
        isOpen={menu !== undefined}
        onOpenChange={(open) => !open && onClose()}
        placement="bottom start"
        offset={2}
        trigger="MenuTrigger"
        aria-label={menu === undefined ? 'Actions' : `Actions on ${menu.title}`}
      >
        {menu !== undefined && (
          <>
            <span className={styles.heading} title={menu.title}>
              {menu.title}
            </span>
            <MenuList
              autoFocus="first"
              label={`Actions on ${menu.title}`}
              entries={menu.entries.map((entry) => ({ ...entry, run: () => (onClose(), entry.run()) }))}
            />
          </>
        )}
      </Popover>
    </>
  )
}
