import type { Condition } from '../../app/model/query.ts'
import { formatQuery, parseQuery } from '../../app/model/query-language.ts'

/** The conditions in a text of the address, which may be an old link: what cannot be read counts as none. */
export function conditionsIn(text: string): Condition[] {
  const parsed = parseQuery(text)
  return parsed.kind === 'parsed' ? parsed.conditions : []
}

/** The two halves of a condition as they are written: what a chip shows. */
export function partsOf(condition: Condition): { field: string | undefined; value: string } {
  const text = formatQuery([{ ...condition, negated: false }])
  if (condition.kind === 'text') return { field: undefined, value: text }
  const field = condition.kind === 'entity' ? 'entity' : condition.field
  return { field, value: text.slice(field.length + 1) }
}

/** The conditions with one more; its own opposite goes. */
export function addCondition(conditions: readonly Condition[], condition: Condition): Condition[] {
  const opposite = formatQuery([{ ...condition, negated: !condition.negated }])
  const same = formatQuery([condition])
  return [...conditions.filter((other) => ![same, opposite].includes(formatQuery([other]))), condition]
}
