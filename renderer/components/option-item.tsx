import { Check } from 'lucide-react'
import { ListBoxItem } from 'react-aria-components'
import menu from './menu.module.css'

export interface Option<Id extends string = string> {
  id: Id
  label: string
  description?: string
}

/** One of the options of a Select or ComboBox. */
export function OptionItem({ option: { id, label, description } }: { option: Option }) {
  return (
    <ListBoxItem id={id} textValue={label} className={menu.item ?? ''}>
      <Check size={14} className={menu.check} aria-hidden />
      <span className={menu.text}>
        {label}
        {description !== undefined && <span className={menu.description}>{description}</span>}
      </span>
    </ListBoxItem>
  )
}
