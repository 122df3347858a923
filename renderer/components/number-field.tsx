import { Minus, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Button,
  FieldError,
  Group,
  Input,
  Label,
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaNumberFieldProps,
  Text,
} from 'react-aria-components'
import styles from './field.module.css'

export interface NumberFieldProps extends Omit<AriaNumberFieldProps, 'className' | 'style' | 'children'> {
  label?: string
  description?: ReactNode
  error?: string | undefined
}

/** A number with its steps. Reports the value when it is committed (Enter, blur or a step), never while typing. */
export function NumberField({ label, description, error, ...rest }: NumberFieldProps) {
  return (
    <AriaNumberField {...rest} isInvalid={rest.isInvalid ?? error !== undefined} className={styles.field ?? ''}>
      {label !== undefined && <Label className={styles.label}>{label}</Label>}
      <Group className={styles.group ?? ''}>
        <Input className={styles.input ?? ''} />
        <Button slot="decrement" className={styles.step ?? ''}>
          <Minus size={13} aria-hidden />
        </Button>
        <Button slot="increment" className={styles.step ?? ''}>
          <Plus size={13} aria-hidden />
        </Button>
      </Group>
      {description !== undefined && (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>{error}</FieldError>
    </AriaNumberField>
  )
}
