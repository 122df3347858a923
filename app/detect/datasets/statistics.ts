import type { DatasetStatistics, FieldStatistics, IdentifierKind, NumberShape } from '../../model/dataset.ts'
import { correlateNumbers, correlateTexts } from './correlations.ts'
import { describeDates } from './dates.ts'
import { count, distribute, summarize } from './numbers.ts'
import { shapeOf } from './tails.ts'
import { describeTexts } from './texts.ts'
import { isMissing, readDate, readLength, readNumber, unwrapRow, type Row } from './values.ts'

/** A field is of a kind when so many of its values are; the others are left out of its numbers. */
const mostOf = 0.8
/** Values looked at to tell dates from other texts. */
const dateSample = 10
/** Pairs of texts are compared up to so many different values. */
const fewValues = 50
const mostFields = 500

export interface Describing {
  /** Statistics whose bins are taken, so that both can be compared bin by bin. */
  like?: DatasetStatistics | null
  /** Fields that have nothing to do with any other. */
  identifiers?: Readonly<Record<string, IdentifierKind>>
  /** How far numbers reach as well: of what others are held against. */
  shapes?: boolean
}

/** What rows are like, a field at a time; nothing at all of no rows. */
export function describeRows(
  given: readonly unknown[],
  { like, identifiers, shapes = false }: Describing = {},
): DatasetStatistics | Record<string, never> {
  if (given.length === 0) return {}
  const rows = given.map(unwrapRow)
  const fields: DatasetStatistics['fields'] = {}
  const nulls: DatasetStatistics['nulls'] = {}
  const known: Record<string, NumberShape> = {}
  for (const name of fieldsOf(rows)) {
    const values = rows.map((row) => row[name]).filter((value) => !isMissing(value))
    nulls[name] = { count: rows.length, null_count: rows.length - values.length }
    if (values.length === 0) continue
    const field = describeField(values, like?.fields[name])
    fields[name] = field
    if (!shapes || field.type !== 'numeric') continue
    const shape = shapeOf(numbersIn(values), field.numeric_stats)
    if (shape !== undefined) known[name] = shape
  }
  const related = relate(rows, fields, identifiers ?? {})
  return { record_count: rows.length, fields, ...related, nulls, ...(identifiers && { identifiers }), ...(shapes && { shapes: known }) }
}

function fieldsOf(rows: readonly Row[]): string[] {
  const names = new Set<string>()
  for (const row of rows) {
    for (const name of Object.keys(row)) names.add(name)
    if (names.size >= mostFields) break
  }
  return [...names].slice(0, mostFields)
}

function describeField(values: readonly unknown[], like: FieldStatistics | undefined): FieldStatistics {
  const numbers = numbersIn(values)
  if (numbers.length >= values.length * mostOf) {
    const numeric_stats = summarize(numbers)
    const edges = like?.type === 'numeric' ? like.distribution.bin_edges : undefined
    return { type: 'numeric', numeric_stats, distribution: edges ? count(numbers, edges) : distribute(numbers, numeric_stats) }
  }
  const sample = values.slice(0, dateSample)
  if (sample.filter((value) => readDate(value) !== undefined).length >= sample.length * mostOf) {
    const dates = values.flatMap((value) => readDate(value) ?? [])
    return describeDates(dates)
  }
  return describeTexts(values.map((value) => (typeof value === 'object' ? JSON.stringify(value) : value)))
}

function numbersIn(values: readonly unknown[]): number[] {
  return values.flatMap((value) => readNumber(value) ?? readLength(value) ?? [])
}

function relate(
  rows: readonly Row[],
  fields: DatasetStatistics['fields'],
  identifiers: Readonly<Record<string, IdentifierKind>>,
): Pick<DatasetStatistics, 'correlations' | 'enum_correlations'> {
  const numbers = new Map<string, (number | undefined)[]>()
  const texts = new Map<string, (string | undefined)[]>()
  for (const [name, field] of Object.entries(fields)) {
    if (Object.hasOwn(identifiers, name)) continue
    const values = rows.map((row) => row[name])
    // Digits in texts are codes more often than amounts.
    if (field.type === 'numeric' && values.every((value) => isMissing(value) || typeof value === 'number'))
      numbers.set(name, values.map(readNumber))
    if (field.type === 'categorical' && field.stats.unique_count <= fewValues)
      texts.set(
        name,
        values.map((value) => (isMissing(value) ? undefined : String(value))),
      )
  }
  return { correlations: correlateNumbers(numbers), enum_correlations: correlateTexts(texts) }
}
