import { ChevronDown } from 'lucide-react'
import { Button, Label, ListBox, Popover, Select as AriaSelect, SelectValue, Text } from 'react-aria-components'
import { classes } from './classes.ts'
import field from './field.module.css'
import menu from './menu.module.css'
import { OptionItem, type Option } from './option-item.tsx'
import styles from './select.module.css'

export interface SelectProps<Value extends string> {
  label?: string
  'aria-label'?: string
  options: readonly Option<Value>[]
  selected: Value | undefined
  onSelect: (value: Value) => void
  placeholder?: string
  description?: string
  isDisabled?: boolean
  size?: 'small' | 'regular'
}

export function Select<Value extends string>({
  label,
  options,
  selected,
  onSelect,
  placeholder,
  description,
  size = 'regular',
  ...rest
}: SelectProps<Value>) {
  return (
    <AriaSelect
      {...rest}
      placeholder={placeholder ?? 'Choose'}
      value={selected ?? null}
      onChange={(key) => onSelect(key as Value)}
      className={field.field ?? ''}
    >
      {label !== undefined && <Label className={field.label}>{label}</Label>}
      <Button className={classes(styles.button, size === 'small' && styles.small)}>
        <SelectValue className={styles.value ?? ''}>{({ selectedText, defaultChildren }) => selectedText || defaultChildren}</SelectValue>
        <ChevronDown size={14} aria-hidden />
      </Button>
      {description !== undefined && (
        <Text slot="description" className={field.description}>
          {description}
        </Text>
      )}
      <Popover className={classes(menu.popover, styles.popover)} offset={4}>
        <ListBox className={menu.menu ?? ''} items={options}>
          {(option) => <OptionItem option={option} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
