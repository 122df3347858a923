import { useRef, type ReactNode } from 'react'
import { setPreferences, usePreferences } from '../state/preferences.ts'
import styles from './split-pane.module.css'

export interface SplitPaneProps {
  children: ReactNode
  /** The right pane; unset while closed. */
  side: ReactNode | undefined
  /** Its accessible name. */
  sideLabel: string
}

const narrowest = 0.25
const widest = 0.7

/** A main pane and a flyout beside it, with a bar between to drag or to move with the arrow keys. Its width is remembered. */
export function SplitPane({ children, side, sideLabel }: SplitPaneProps) {
  const frame = useRef<HTMLDivElement>(null)
  const share = Math.min(
    widest,
    Math.max(
      narrowest,
      usePreferences(({ flyoutWidth }) => flyoutWidth),
    ),
  )
  const resize = (next: number) => setPreferences({ flyoutWidth: Math.min(widest, Math.max(narrowest, next)) })
  const drag = (pointer: number) => {
    const bounds = frame.current?.getBoundingClientRect()
    if (bounds !== undefined && bounds.width > 0) resize((bounds.right - pointer) / bounds.width)
  }
  return (
    <div className={styles.frame} ref={frame}>
      <div className={styles.main}>{children}</div>
      {side !== undefined && (
        <>
          <div
            className={styles.bar}
            role="separator"
            aria-orientation="vertical"
            aria-label={`Width of ${sideLabel}`}
            aria-valuenow={Math.round(share * 100)}
            aria-valuemin={narrowest * 100}
            aria-valuemax={widest * 100}
            tabIndex={0}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && drag(event.clientX)}
            onDoubleClick={() => resize(0.4)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowLeft') resize(share + 0.02)
              else if (event.key === 'ArrowRight') resize(share - 0.02)
              else return
              event.preventDefault()
            }}
          />
          <aside className={styles.side} aria-label={sideLabel} style={{ width: `${share * 100}%` }}>
            {side}
          </aside>
        </>
      )}
    </div>
  )
}
