import type { Condition } from '../../app/model/query.ts'
import { parseQuery } from '../../app/model/query-language.ts'
import { quote } from './words.ts'

export type QueryReading = { kind: 'read'; conditions: Condition[] } | { kind: 'wrong'; message: string; at: number }

export function readRecordQuery(text: string): QueryReading {
  if (text.trim() === '') return { kind: 'read', conditions: [] }
  const parsed = parseQuery(text)
  if (parsed.kind === 'failed') return { kind: 'wrong', message: parsed.message, at: parsed.position }
  return { kind: 'read', conditions: parsed.conditions }
}

/** Conditions as the text that reads back as them. */
export function writeConditions(conditions: readonly Condition[]): string {
  return conditions.map(writeCondition).join(' ')
}

export function writeCondition(condition: Condition): string {
  const { field, value } = partsOf(condition)
  return `${condition.negated ? 'NOT ' : ''}${field === undefined ? '' : `${field}:`}${value}`
}

/** The two halves of a condition as they are written: what a chip shows. */
export function partsOf(condition: Condition): { field: string | undefined; value: string } {
  switch (condition.kind) {
    case 'equals':
      return { field: condition.field, value: quoteValue(condition.value) }
    case 'wildcard':
      return { field: condition.field, value: condition.pattern }
    case 'network':
      return { field: condition.field, value: condition.cidr }
    case 'exists':
      return { field: condition.field, value: '*' }
    case 'entity':
      return { field: 'entity', value: quoteValue(condition.value) }
    case 'text':
      return { field: undefined, value: quoteValue(condition.text) }
    case 'range':
      return { field: condition.field, value: writeRange(condition) }
  }
}

/** The conditions with one more; its own opposite goes. */
export function addCondition(conditions: readonly Condition[], condition: Condition): Condition[] {
  const opposite = writeCondition({ ...condition, negated: !condition.negated })
  const same = writeCondition(condition)
  return [...conditions.filter((other) => ![same, opposite].includes(writeCondition(other))), condition]
}

/** A star, a slash or a comparison in a value to be matched exactly would read as something else. */
function quoteValue(value: string): string {
  return /^[\w.@-]+$/.test(value) ? quote(value) : `"${value.replace(/["\\]/g, '\\$&')}"`
}

function writeRange({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Extract<Condition, { kind: 'range' }>): string {
  if (minimum !== undefined && maximum !== undefined) {
    return `${exclusiveMinimum ? '{' : '['}${minimum} TO ${maximum}${exclusiveMaximum ? '}' : ']'}`
  }
  if (minimum !== undefined) return `>${exclusiveMinimum ? '' : '='}${minimum}`
  return `<${exclusiveMaximum ? '' : '='}${maximum ?? 0}`
}
