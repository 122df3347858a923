import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { classes } from './classes.ts'
import { Kbd } from './kbd.tsx'
import styles from './button.module.css'

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  variant?: 'default' | 'primary' | 'quiet' | 'danger'
  size?: 'small' | 'regular'
  icon?: ReactNode
  /** Keys that do the same, in the key map's notation (`Shift+f`). */
  keys?: string | undefined
  children?: ReactNode
}

export function Button({ variant = 'default', size = 'regular', icon, keys, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={classes(styles.button, styles[variant], styles[size])}>
      {icon}
      {children !== undefined && <span className={styles.label}>{children}</span>}
      {keys !== undefined && <Kbd keys={keys} />}
    </AriaButton>
  )
}
