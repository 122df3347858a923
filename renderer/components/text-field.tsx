import type { ReactNode } from 'react'
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './field.module.css'

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children'> {
  /** Visible label; with `aria-label` instead there is none to see. */
  label?: string
  description?: ReactNode
  /** Shown in place of the browser's own message when invalid. */
  error?: string | undefined
  placeholder?: string
  monospace?: boolean
  multiline?: boolean
}

export function TextField({ label, description, error, placeholder, monospace, multiline, ...rest }: TextFieldProps) {
  const name = classes(styles.input, monospace && styles.monospace, multiline && styles.area)
  return (
    <AriaTextField {...rest} isInvalid={rest.isInvalid ?? error !== undefined} className={styles.field ?? ''}>
      {label !== undefined && <Label className={styles.label}>{label}</Label>}
      {multiline ? (
        <TextArea className={name} placeholder={placeholder} />
      ) : (
        <Input className={name} placeholder={placeholder} spellCheck={monospace ? false : undefined} />
      )}
      {description !== undefined && (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>{error}</FieldError>
    </AriaTextField>
  )
}
