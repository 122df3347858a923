import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { classes } from './classes.ts'
import { IconButton } from './icon-button.tsx'
import styles from './dialog.module.css'

export interface DialogProps {
  isOpen: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** Buttons at its foot. */
  actions?: ReactNode
  size?: 'small' | 'regular' | 'large'
  /** `drawer` comes from the right edge, over the page. */
  kind?: 'dialog' | 'drawer'
  /** For a question that must be answered. */
  role?: 'dialog' | 'alertdialog'
}

/** A modal: focus stays in it and goes back to where it was; Escape and the × close it. */
export function Dialog({ isOpen, onClose, title, children, actions, size = 'regular', kind = 'dialog', role = 'dialog' }: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={role === 'dialog'}
      className={classes(styles.overlay, kind === 'drawer' && styles.aside)}
    >
      <Modal className={classes(styles.modal, styles[size], kind === 'drawer' && styles.drawer)}>
        <AriaDialog role={role} className={styles.dialog ?? ''}>
          <header className={styles.header}>
            <Heading slot="title" className={styles.title ?? ''}>
              {title}
            </Heading>
            <IconButton icon={<X aria-hidden />} label="Close" onPress={onClose} size="small" />
          </header>
          <div className={styles.body}>{children}</div>
          {actions !== undefined && <footer className={styles.footer}>{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

export function Drawer(props: Omit<DialogProps, 'kind'>) {
  return <Dialog {...props} kind="drawer" />
}
