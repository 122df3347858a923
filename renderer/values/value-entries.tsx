import { Ban, Copy, Crosshair, Inbox, Plus } from 'lucide-react'
import type { FieldValue } from '../../app/model/fields.ts'
import type { Condition } from '../../app/model/query.ts'
import { formatQuery } from '../../app/model/query-language.ts'
import type { MenuEntry } from '../components/menu.tsx'
import { writeEventFilters, type EventField } from '../query/event-filter.ts'
import { filterRecords, showOnly } from '../query/record-view.ts'
import { notify } from '../state/notices.ts'
import { goTo } from '../state/route.ts'

/** A value on screen and the field it stands in. `entity` for one that may stand in several. */
export interface FieldValueRef {
  field: string
  value: FieldValue
}

const entityFields = /(^entity$|\.ip$|\.user\.name$|^user\.|^host\.name$|\.domain$|\.address$|^organization\.id$)/
/** Fields that the queue has a filter of its own for; anything else is looked for among entities. */
const eventFilters: Record<string, EventField> = { 'organization.id': 'tenant', 'user.id': 'user_id' }

/** What can be done with any value (DESIGN section 8), as far as it exists. */
export function entriesOf(ref: FieldValueRef, onLive: boolean): MenuEntry[] {
  const condition = conditionOf(ref)
  const hunt: MenuEntry[] = onLive
    ? [
        { id: 'include', label: 'Include', icon: <Plus aria-hidden />, keys: 'f', run: () => filterRecords(condition) },
        {
          id: 'exclude',
          label: 'Exclude',
          icon: <Ban aria-hidden />,
          keys: 'Shift+f',
          run: () => filterRecords({ ...condition, negated: true }),
        },
        { id: 'only', label: 'Only this', icon: <Crosshair aria-hidden />, run: () => showOnly(condition) },
      ]
    : [{ id: 'hunt', label: 'Find records with this', icon: <Crosshair aria-hidden />, run: () => showOnly(condition) }]
  const events: MenuEntry[] = entityFields.test(ref.field)
    ? [
        {
          id: 'events',
          label: 'Find events about this',
          icon: <Inbox aria-hidden />,
          run: () => goTo('queue', { q: eventsWith(ref), status: 'all', range: 'all' }),
        },
      ]
    : []
  return [
    ...hunt,
    ...events,
    { id: 'copy', label: 'Copy the value', icon: <Copy aria-hidden />, run: () => copy(String(ref.value)) },
    { id: 'copy-field', label: 'Copy as a query', icon: <Copy aria-hidden />, run: () => copy(formatQuery([condition])) },
  ]
}

function eventsWith({ field, value }: FieldValueRef): string {
  return writeEventFilters([{ field: eventFilters[field] ?? 'entity', value: String(value), negated: false }])
}

export function conditionOf({ field, value }: FieldValueRef): Condition {
  if (field === 'entity') return { kind: 'entity', value: String(value), negated: false }
  return { kind: 'equals', field, value: String(value), negated: false }
}

export function titleOf(ref: FieldValueRef): string {
  return formatQuery([conditionOf(ref)])
}

function copy(text: string): void {
  void navigator.clipboard.writeText(text).then(
    () => notify({ title: 'Copied', duration: 1_500 }),
    () => notify({ tone: 'warning', title: 'The browser did not let this page copy.' }),
  )
}
