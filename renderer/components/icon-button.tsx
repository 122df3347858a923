import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { classes } from './classes.ts'
import { Tooltip } from './tooltip.tsx'
import styles from './icon-button.module.css'

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  icon: ReactNode
  /** Its accessible name, shown as a tooltip too. */
  label: string
  keys?: string | undefined
  size?: 'small' | 'regular'
  pressed?: boolean
}

export function IconButton({ icon, label, keys, size = 'regular', pressed, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <AriaButton {...rest} aria-label={label} aria-pressed={pressed} className={classes(styles.button, styles[size])}>
        {icon}
      </AriaButton>
    </Tooltip>
  )
}
