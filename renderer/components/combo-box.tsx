import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, ComboBox as AriaComboBox, FieldError, Group, Input, Label, ListBox, Popover, Text } from 'react-aria-components'
import { classes } from './classes.ts'
import field from './field.module.css'
import menu from './menu.module.css'
import { OptionItem, type Option } from './option-item.tsx'
import styles from './select.module.css'

export interface ComboBoxProps {
  label?: string
  'aria-label'?: string
  options: readonly Option[]
  /** What is written in it. */
  text: string
  onText: (text: string) => void
  /** One of the options was chosen. */
  onChoose?: (id: string) => void
  /** The chosen one; unset where any text will do. */
  selected?: string
  placeholder?: string
  description?: ReactNode
  error?: string | undefined
  /** What the options are narrowed by is the page's own affair: the engine has searched them. */
  searched?: boolean
  monospace?: boolean
}

/** A field that offers what is known and takes what is not. */
export function ComboBox(props: ComboBoxProps) {
  const { label, options, text, onText, onChoose, selected, placeholder, description, error, searched, monospace } = props
  return (
    <AriaComboBox
      {...(props['aria-label'] !== undefined && { 'aria-label': props['aria-label'] })}
      className={field.field ?? ''}
      items={options}
      {...(searched && { defaultFilter: () => true })}
      inputValue={text}
      onInputChange={onText}
      {...(selected !== undefined && { selectedKey: selected })}
      onSelectionChange={(key) => key !== null && onChoose?.(String(key))}
      allowsCustomValue
      allowsEmptyCollection={searched ?? false}
      menuTrigger={searched ? 'focus' : 'input'}
      isInvalid={error !== undefined}
    >
      {label !== undefined && <Label className={field.label}>{label}</Label>}
      <Group className={field.group ?? ''}>
        <Input className={classes(field.input, monospace && field.monospace)} placeholder={placeholder} spellCheck={false} />
        <Button className={field.step ?? ''}>
          <ChevronDown size={14} aria-hidden />
        </Button>
      </Group>
      {description !== undefined && (
        <Text slot="description" className={field.description}>
          {description}
        </Text>
      )}
      <FieldError className={field.error ?? ''}>{error}</FieldError>
      <Popover className={classes(menu.popover, styles.popover)} offset={4}>
        <ListBox className={menu.menu ?? ''} renderEmptyState={() => <span className={menu.description}>Nothing like that</span>}>
          {(option: Option) => <OptionItem option={option} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}
