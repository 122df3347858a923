import { FilterChips } from '../components/filter-chips.tsx'
import { addFilter, eventFields, readEventFilters } from '../query/event-filter.ts'
import { setEventFilters, useEventFilters } from '../query/event-view.ts'
import { QueryBar } from './query-bar.tsx'
import styles from './top-bar.module.css'

export function EventQueryBar() {
  const filters = useEventFilters()
  return (
    <QueryBar
      label="Search events"
      placeholder="Search events: severity:high entity:10.0.0.5 -rule:port_scan"
      fields={eventFields}
      onSubmit={(text) => {
        const reading = readEventFilters(text)
        if (reading.kind === 'wrong') return reading
        setEventFilters(reading.filters.reduce(addFilter, filters))
        return undefined
      }}
    />
  )
}

export function EventChips() {
  const filters = useEventFilters()
  if (filters.length === 0) return null
  return (
    <div className={styles.chips}>
      <FilterChips
        chips={filters.map(({ field, value, negated }, index) => ({
          id: String(index),
          field: field === 'text' ? undefined : field,
          value,
          negated,
        }))}
        onRemove={(id) => setEventFilters(filters.filter((_, index) => String(index) !== id))}
        onClear={() => setEventFilters([])}
      />
    </div>
  )
}
