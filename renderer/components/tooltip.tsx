import type { ReactElement } from 'react'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components'
import { Kbd } from './kbd.tsx'
import styles from './tooltip.module.css'

export interface TooltipProps {
  text: string
  keys?: string | undefined
  /** One focusable React Aria element (a Button, a Link…). */
  children: ReactElement
  placement?: 'top' | 'bottom' | 'left' | 'right'
}

/** Repeats or adds to what its trigger says; never the only place where something is said. */
export function Tooltip({ text, keys, children, placement = 'bottom' }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <AriaTooltip className={styles.tooltip ?? ''} placement={placement} offset={6}>
        {text}
        {keys !== undefined && <Kbd keys={keys} />}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
