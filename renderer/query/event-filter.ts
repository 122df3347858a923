import { verdicts } from '../../app/model/event.ts'
import type { EventQuery } from '../../app/model/query.ts'
import { categories, severities } from '../../app/model/severity.ts'
import { quote, splitWords } from './words.ts'

export const eventFields = ['severity', 'rule', 'category', 'verdict', 'entity', 'tenant', 'user_id', 'owner', 'text'] as const
export type EventField = (typeof eventFields)[number]

/** One filter of the queue. Several values of one field are alternatives; different fields must all hold. */
export interface EventFilter {
  field: EventField
  value: string
  negated: boolean
}

export type FilterReading = { kind: 'read'; filters: EventFilter[] } | { kind: 'wrong'; message: string; at: number }

const choices: Partial<Record<EventField, readonly string[]>> = { severity: severities, category: categories, verdict: verdicts }
const single: readonly EventField[] = ['tenant', 'user_id', 'owner', 'text']
const aliases: Record<string, EventField> = {
  anomaly_type: 'rule',
  tenant_id: 'tenant',
  user: 'entity',
  ip: 'entity',
  host: 'entity',
  'source.ip': 'entity',
  'user.name': 'entity',
}

/** Reads what the analyst wrote: `severity:high entity:10.0.0.5 -rule:port_scan`, other words are looked for in the text. */
export function readEventFilters(text: string): FilterReading {
  const filters: EventFilter[] = []
  for (const word of splitWords(text)) {
    const named = word.field?.toLowerCase()
    const known = named === undefined ? 'text' : (eventFields.find((field) => field === named) ?? aliases[named])
    // `10.0.0.5:443` and `::1` hold colons without naming a field.
    const field = known ?? 'text'
    const value = known === undefined && word.field !== undefined ? `${word.field}:${word.value}` : word.value
    const allowed = choices[field]
    for (const one of allowed === undefined ? [value] : value.split(',')) {
      if (one === '') return { kind: 'wrong', message: `${field} of what?`, at: word.at }
      const chosen = allowed === undefined ? one : allowed.find((choice) => choice === one.toLowerCase())
      if (chosen === undefined) return { kind: 'wrong', message: `${field} is one of ${allowed!.join(', ')}`, at: word.at }
      if (word.negated && single.includes(field))
        return { kind: 'wrong', message: `${field} cannot be left out, only searched for`, at: word.at }
      filters.push({ field, value: chosen, negated: word.negated })
    }
  }
  return { kind: 'read', filters: distinct(filters) }
}

export function writeEventFilters(filters: readonly EventFilter[]): string {
  return filters.map(({ field, value, negated }) => `${negated ? '-' : ''}${field === 'text' ? '' : `${field}:`}${quote(value)}`).join(' ')
}

/** The filters with one more; the opposite of it goes, and so does an earlier one where there can be only one. */
export function addFilter(filters: readonly EventFilter[], filter: EventFilter): EventFilter[] {
  const kept = filters.filter(
    (other) =>
      other.field !== filter.field ||
      (!single.includes(filter.field) && !(filter.field === 'entity' && !filter.negated && !other.negated) && other.value !== filter.value),
  )
  return [...kept, filter]
}

export function queryOfFilters(filters: readonly EventFilter[]): Omit<EventQuery, 'from' | 'to' | 'statuses' | 'sort'> {
  const values = (field: EventField, negated: boolean) =>
    filters.filter((filter) => filter.field === field && filter.negated === negated).map(({ value }) => value)
  const chosen = <Choice extends string>(field: EventField, all: readonly Choice[]): Choice[] | undefined => {
    const [included, excluded] = [values(field, false), values(field, true)]
    if (included.length === 0 && excluded.length === 0) return undefined
    return all.filter((choice) => (included.length === 0 || included.includes(choice)) && !excluded.includes(choice))
  }
  const list = (found: string[]) => (found.length > 0 ? found : undefined)
  const texts = values('text', false)
  return defined({
    severities: chosen('severity', severities),
    categories: chosen('category', categories),
    verdicts: chosen('verdict', verdicts),
    anomaly_types: list(values('rule', false)),
    excluded_anomaly_types: list(values('rule', true)),
    entity: values('entity', false).at(-1),
    excluded_entities: list(values('entity', true)),
    tenant_id: values('tenant', false).at(-1),
    user_id: values('user_id', false).at(-1),
    owner: values('owner', false).at(-1),
    text: texts.length > 0 ? texts.join(' ') : undefined,
  })
}

function distinct(filters: readonly EventFilter[]): EventFilter[] {
  return filters.reduce<EventFilter[]>(addFilter, [])
}

function defined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Value
}
