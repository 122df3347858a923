import { canonicalAddress } from '../model/ip-address.ts'
import type { Condition } from '../model/query.ts'
import { asNumber, compileValueTest, entityFields, isProse, type FieldCondition, type ValueTest } from '../model/value-test.ts'
import type { DecodedBlock } from './block-decoder.ts'
import type { DecodedColumn } from './column-decoder.ts'
import { mayHold } from './block-filter.ts'
import { hashText, longestWholeValue, wordsOf } from './block-terms.ts'
import { isMeasurement } from './searchable-fields.ts'
import { TextSearch } from './text-match.ts'

/** A query's conditions, made ready to be asked of whole blocks. */
export interface Predicate {
  /** True when every record matches. */
  always: boolean
  /** False only when the block's filter rules out that any of its records matches. */
  mayMatch(filter: Uint8Array): boolean
  /** Clears the rows of `mask` that do not match. */
  narrow(block: DecodedBlock, mask: Uint8Array): void
}

/** One condition: marks the rows that it (before negation) holds for. */
interface Compiled {
  negated: boolean
  /** Of each group, a block that can match holds one. */
  groups: number[][]
  mark(block: DecodedBlock, matches: Uint8Array): void
}

export function compileConditions(conditions: readonly Condition[]): Predicate {
  const compiled = conditions.map(compileCondition)
  const groups = compiled.filter(({ negated }) => !negated).flatMap((condition) => condition.groups)
  return {
    always: compiled.length === 0,
    mayMatch: (filter) => groups.every((alternatives) => alternatives.some((term) => mayHold(filter, term))),
    narrow: (block, mask) => {
      for (const { negated, mark } of compiled) {
        const matches = new Uint8Array(block.count)
        mark(block, matches)
        for (let row = 0; row < mask.length; row += 1) if ((matches[row] === 1) === negated) mask[row] = 0
      }
    },
  }
}

/** What a field's value must be, for conditions that look at one field. */
export function compileTest(condition: FieldCondition): ValueTest {
  return compileValueTest(condition, (phrase) => {
    const search = new TextSearch(phrase, { literal: true })
    return (text) => search.inText(text)
  })
}

function compileCondition(condition: Condition): Compiled {
  const { negated } = condition
  switch (condition.kind) {
    case 'text': {
      const search = new TextSearch(condition.text)
      const groups = wordsOf(search.text, search.open).map((word) => [word])
      return { negated, groups, mark: (block, matches) => markText(search, block, matches) }
    }
    case 'entity': {
      const test = compileTest({ kind: 'equals', field: '', value: condition.value, negated })
      return {
        negated,
        groups: valueGroups(condition.value),
        mark: (block, matches) => {
          for (const field of entityFields) markColumn(block, block.column(field), test, matches)
        },
      }
    }
    default: {
      const test = compileTest(condition)
      const { field } = condition
      return {
        negated,
        groups: termGroups(condition),
        mark: (block, matches) => markColumn(block, field === 'source' ? block.sources : block.column(field), test, matches),
      }
    }
  }
}

function termGroups(condition: FieldCondition): number[][] {
  if (isMeasurement(condition.field)) return []
  if (condition.kind === 'equals') {
    // Prose is in the filter by its words alone.
    return isProse(condition.field) ? wordsOf(condition.value).map((word) => [word]) : valueGroups(condition.value)
  }
  if (condition.kind !== 'wildcard') return []
  const pieces = condition.pattern.split('*')
  return pieces.flatMap((piece, index) => wordsOf(piece, { start: index > 0, end: index < pieces.length - 1 }).map((word) => [word]))
}

function valueGroups(value: string): number[][] {
  if (value.length > longestWholeValue) return wordsOf(value).map((word) => [word])
  const number = asNumber(value)
  const terms = [hashText(value)]
  // 0443 finds the number 443, which the filter knows by its own text.
  if (number !== undefined && String(number) !== value) terms.push(hashText(String(number)))
  const spelling = canonicalAddress(value)
  if (spelling !== value) terms.push(hashText(spelling))
  return [terms]
}

function markText(search: TextSearch, block: DecodedBlock, matches: Uint8Array): void {
  if (search.matchesAll) {
    matches.fill(1)
    return
  }
  search.inRaw(block, matches)
  for (const name of block.fieldNames) {
    const column = block.column(name)
    const test: ValueTest = (value) => typeof value === 'string' && search.inText(value)
    // A message that is the end of raw was searched there.
    if (column?.kind === 'numbers' && column.digits) markColumn(block, column, test, matches)
    else if (column !== undefined && column.kind !== 'numbers') markDictionary(column, test, matches)
  }
}

function markColumn(block: DecodedBlock, column: DecodedColumn | undefined, test: ValueTest, matches: Uint8Array): void {
  if (column === undefined) return
  if (column.kind !== 'numbers') markDictionary(column, test, matches)
  if (column.kind === 'values') return
  const { indexes } = column
  for (let row = 0; row < matches.length; row += 1) {
    const index = indexes === undefined ? row : indexes[row]!
    if (index < 0 || matches[row] === 1) continue
    if (column.kind === 'numbers') {
      const number = column.numbers[index]!
      if (test(column.digits ? String(number) : number)) matches[row] = 1
    } else if (column.codes[index] === 0 && test(block.valueOf(column, row)!)) matches[row] = 1
  }
}

/** Asks each distinct value once. */
function markDictionary(column: Exclude<DecodedColumn, { kind: 'numbers' }>, test: ValueTest, matches: Uint8Array): void {
  const { dictionary, codes, indexes } = column
  const first = column.kind === 'suffixes' ? 1 : 0
  const holds = new Uint8Array(dictionary.length + first)
  let any = false
  for (let i = 0; i < dictionary.length; i += 1) {
    if (!test(dictionary[i]!)) continue
    holds[i + first] = 1
    any = true
  }
  if (!any) return
  for (let row = 0; row < matches.length; row += 1) {
    const index = indexes === undefined ? row : indexes[row]!
    if (index >= 0 && holds[codes[index]!] === 1) matches[row] = 1
  }
}
