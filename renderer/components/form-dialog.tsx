import { useId, type ReactNode } from 'react'
import { Form } from 'react-aria-components'
import { Button } from './button.tsx'
import { Dialog, type DialogProps } from './dialog.tsx'
import styles from './form-dialog.module.css'

export interface FormDialogProps extends Pick<DialogProps, 'title' | 'kind' | 'onClose'> {
  /** What its main button says. */
  submit: string
  variant?: 'primary' | 'danger'
  isDisabled?: boolean
  isPending: boolean
  /** By the button, or Enter in a field. */
  onSubmit: () => void
  /** Fields. */
  children: ReactNode
}

/** A modal that asks for something and does it, or is cancelled. */
export function FormDialog({ submit, variant = 'primary', isDisabled = false, isPending, onSubmit, children, ...dialog }: FormDialogProps) {
  const form = useId()
  return (
    <Dialog
      isOpen
      {...dialog}
      actions={
        <>
          <Button onPress={dialog.onClose}>Cancel</Button>
          <Button variant={variant} type="submit" form={form} isDisabled={isDisabled} isPending={isPending}>
            {submit}
          </Button>
        </>
      }
    >
      <Form
        id={form}
        className={styles.form ?? ''}
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isDisabled && !isPending) onSubmit()
        }}
      >
        {children}
      </Form>
    </Dialog>
  )
}
