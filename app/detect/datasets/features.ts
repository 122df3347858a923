import { isMissing, readDate, readLength, readNumber, type Row, unwrapRow } from './values.ts'

/** A value as what it can be reckoned with. */
export type Feature =
  | { kind: 'missing' }
  | { kind: 'number' | 'date' | 'length'; value: number }
  /** Nothing to reckon with as it is: only how usual it is can be told, by who has seen others. */
  | { kind: 'text'; text: string }

/** A field is one of dates by its name, as applications name them. */
const dateName = /date|time/i

export function readFeature(name: string, value: unknown): Feature {
  if (isMissing(value)) return { kind: 'missing' }
  if (typeof value === 'boolean') return { kind: 'number', value: value ? 1 : 0 }
  const date = dateName.test(name) ? readDate(value) : undefined
  if (date !== undefined) return { kind: 'date', value: date }
  const number = readNumber(value)
  if (number !== undefined) return { kind: 'number', value: number }
  const length = readLength(value)
  return length === undefined ? { kind: 'text', text: String(value) } : { kind: 'length', value: length }
}

/** Numbers of a row by the order of its names; what is missing is 0, and texts have none. */
export function numericFeatures(given: unknown): number[] {
  const row: Row = unwrapRow(given)
  return Object.keys(row)
    .sort()
    .flatMap((name) => {
      const feature = readFeature(name, row[name])
      return feature.kind === 'text' ? [] : feature.kind === 'missing' ? [0] : [feature.value]
    })
}
