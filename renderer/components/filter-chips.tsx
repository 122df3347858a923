import { X } from 'lucide-react'
import { Button as AriaButton, Tag, TagGroup, TagList } from 'react-aria-components'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import styles from './filter-chips.module.css'

export interface Chip {
  id: string
  /** `source.ip`, `Severity`; unset for free text. */
  field?: string | undefined
  value: string
  negated?: boolean | undefined
}

export interface FilterChipsProps {
  chips: readonly Chip[]
  onRemove: (id: string) => void
  onClear?: () => void
  /** Enter or a click on the chip itself. */
  onPress?: (id: string) => void
  label?: string
}

/** Filters in force, each removable with its × or Delete. Nothing at all when there are none. */
export function FilterChips({ chips, onRemove, onClear, onPress, label = 'Filters' }: FilterChipsProps) {
  if (chips.length === 0) return null
  return (
    <div className={styles.bar}>
      <TagGroup aria-label={label} onRemove={(keys) => [...keys].forEach((key) => onRemove(String(key)))}>
        <TagList className={styles.list ?? ''}>
          {chips.map((chip) => (
            <Tag
              key={chip.id}
              id={chip.id}
              textValue={textOfChip(chip)}
              className={classes(styles.chip, chip.negated && styles.negated)}
              {...(onPress && { onAction: () => onPress(chip.id) })}
            >
              {chip.negated && <span className={styles.not}>not</span>}
              {chip.field !== undefined && <span className={styles.field}>{chip.field}:</span>}
              <span className={styles.value}>{chip.value}</span>
              <AriaButton slot="remove" className={styles.remove ?? ''}>
                <X aria-hidden />
              </AriaButton>
            </Tag>
          ))}
        </TagList>
      </TagGroup>
      {onClear && chips.length > 1 && (
        <Button variant="quiet" size="small" onPress={onClear}>
          Clear all
        </Button>
      )}
    </div>
  )
}

function textOfChip({ field, value, negated }: Chip): string {
  return [negated && 'not', field !== undefined && `${field}:`, value].filter(Boolean).join(' ')
}
