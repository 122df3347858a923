import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './icon-button.tsx'
import styles from './flyout-head.module.css'

export interface FlyoutHeadProps {
  title: string
  onClose: () => void
  children?: ReactNode
}

/** The head of what is open beside a list: what it is, and the way back. */
export function FlyoutHead({ title, onClose, children }: FlyoutHeadProps) {
  return (
    <header className={styles.head}>
      <div className={styles.first}>
        <h2 className={styles.title}>{title}</h2>
        <IconButton icon={<X aria-hidden />} label="Close" keys="Escape" size="small" onPress={onClose} />
      </div>
      {children}
    </header>
  )
}

export function FlyoutLine({ children }: { children: ReactNode }) {
  return <div className={styles.line}>{children}</div>
}
