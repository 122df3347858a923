import { readFeature, type Feature } from './features.ts'
import { isMissing, type Row } from './values.ts'

/** One number that is made of one field. `retired`: the field has turned out to be an identifier, and says nothing. */
export type Column = { retired?: true } & (
  | { field: string; kind: 'number' | 'length' | 'hour' | 'weekday' | 'text_length' | 'text_signs' }
  /** How usual the value is: its share of the rows learnt from, 0 for one that was never seen. */
  | { field: string; kind: 'share'; shares: Record<string, number> }
)

/** Which numbers rows of a dataset become, in which order. It only ever grows: what was a column stays where it was. */
export interface FeatureSchema {
  columns: Column[]
}

/** A field is of the kind of most of its values. */
const fewValues = 50
const mostColumns = 200
const longestText = 200

export const emptySchema: FeatureSchema = { columns: [] }

type Identifiers = Readonly<Record<string, unknown>>

/**
 * The schema with what these rows have beside it, and with their shares. New fields come in the order of their names;
 * identifiers get no columns, and those they have are put out of use where they are.
 */
export function learnSchema(schema: FeatureSchema, rows: readonly Row[], identifiers: Identifiers = {}): FeatureSchema {
  const columns = schema.columns.map((column): Column => {
    const { retired: _retired, ...used } = column
    if (Object.hasOwn(identifiers, column.field)) return { ...used, retired: true }
    return used.kind === 'share' ? { ...used, shares: sharesOf(rows, used.field) } : used
  })
  const has = new Set(columns.map(({ field, kind }) => `${kind} ${field}`))
  const names = new Set(rows.flatMap((row) => Object.keys(row)))
  for (const field of [...names].sort()) {
    if (Object.hasOwn(identifiers, field)) continue
    for (const column of columnsFor(field, rows)) {
      if (columns.length >= mostColumns || has.has(`${column.kind} ${field}`)) continue
      columns.push(column)
    }
  }
  return { columns }
}

export function encodeRow({ columns }: FeatureSchema, row: Row): Float64Array {
  return Float64Array.from(columns, (column) => encode(column, row[column.field]))
}

/** Whether it looks at a field that is an identifier, which was not known when it was learnt. */
export function looksAt({ columns }: FeatureSchema, identifiers: Identifiers): boolean {
  return columns.some(({ field, retired }) => retired !== true && Object.hasOwn(identifiers, field))
}

export function namesOf({ columns }: FeatureSchema): string[] {
  return columns.filter(({ retired }) => retired !== true).map(nameColumn)
}

export function nameColumn({ field, kind }: Column): string {
  return kind === 'number' ? field : `${field}:${kind}`
}

function columnsFor(field: string, rows: readonly Row[]): Column[] {
  const features = rows.flatMap((row) => (isMissing(row[field]) ? [] : [readFeature(field, row[field])]))
  const count = (kind: Feature['kind']) => features.filter((feature) => feature.kind === kind).length
  const [kind] = (['number', 'date', 'length', 'text'] as const).toSorted((a, b) => count(b) - count(a))
  if (features.length === 0 || kind === undefined) return []
  switch (kind) {
    case 'number':
    case 'length':
      return [{ field, kind }]
    // The date itself only ever grows: every new one would be the farthest.
    case 'date':
      return [
        { field, kind: 'hour' },
        { field, kind: 'weekday' },
      ]
    case 'text': {
      const shares = sharesOf(rows, field)
      if (Object.keys(shares).length <= fewValues) return [{ field, kind: 'share', shares }]
      return [
        { field, kind: 'text_length' },
        { field, kind: 'text_signs' },
      ]
    }
  }
}

/** Nothing more is remembered of a field of many values: their shares would say nothing. */
function sharesOf(rows: readonly Row[], field: string): Record<string, number> {
  const counts = new Map<string, number>()
  let total = 0
  for (const row of rows) {
    const value = row[field]
    if (isMissing(value)) continue
    total += 1
    const text = keyOf(value)
    if (counts.has(text) || counts.size <= 4 * fewValues) counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return Object.fromEntries([...counts].map(([value, count]) => [value, count / total]))
}

function encode(column: Column, value: unknown): number {
  if (column.retired === true || isMissing(value)) return 0
  const { kind } = column
  if (kind === 'share') return Object.hasOwn(column.shares, keyOf(value)) ? column.shares[keyOf(value)]! : 0
  if (kind === 'text_length') return String(value).length
  if (kind === 'text_signs') return shareOfSigns(String(value))
  const feature = readFeature(column.field, value)
  if (feature.kind === 'missing' || feature.kind === 'text') return 0
  if (kind === 'hour' || kind === 'weekday') {
    if (feature.kind !== 'date') return 0
    const date = new Date(feature.value * 1000)
    return kind === 'hour' ? date.getUTCHours() + date.getUTCMinutes() / 60 : (date.getUTCDay() + 6) % 7
  }
  return feature.value
}

/** Characters that are neither letter nor space: keys, markup and code have many. */
function shareOfSigns(text: string): number {
  if (text === '') return 0
  return text.slice(0, longestText).replace(/[\p{L}\s]/gu, '').length / Math.min(text.length, longestText)
}

function keyOf(value: unknown): string {
  return String(value).slice(0, longestText)
}
