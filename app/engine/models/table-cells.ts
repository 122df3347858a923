import { makeTable, type Table } from '../../detect/forest/table.ts'
import { quantile } from '../../detect/support/robust.ts'

type Rows = readonly Record<string, unknown>[]

export interface FilledTable {
  table: Table
  /** By row, the columns that held no number. */
  holes: ReadonlyMap<number, readonly number[]>
  /** How many cells that were. */
  filled: number
}

/** What tables write where there is no value. */
const holeWords: readonly string[] = ['', 'nan', 'null', 'na', 'n/a', 'none']

/** Numbers, and yes and no; with at most a few holes. */
export function isNumeric(rows: Rows, name: string): boolean {
  const looked = rows.slice(0, 1000)
  const good = looked.filter((row) => toNumber(row[name]) !== undefined).length
  return good > 0 && good >= looked.length / 2 && looked.every((row) => isHole(row[name]) || toNumber(row[name]) !== undefined)
}

/** Undefined for a column without a number. */
export function findMedian(rows: Rows, name: string): number | undefined {
  const numbers = rows.map((row) => toNumber(row[name])).filter((value) => value !== undefined)
  numbers.sort((a, b) => a - b)
  return numbers.length === 0 ? undefined : quantile(numbers, 0.5)
}

/** A cell without a number takes what is usual for its column: it must not make its row stand out. */
export function fillTable(rows: Rows, columns: readonly string[], usual: readonly number[]): FilledTable {
  const holes = new Map<number, number[]>()
  let filled = 0
  const cells = rows.map((row, at) => {
    const numbers = columns.map((name) => toNumber(row[name]))
    const empty = columns.flatMap((_, column) => (numbers[column] === undefined ? [column] : []))
    if (empty.length > 0) holes.set(at, empty)
    filled += empty.length
    return numbers.map((value, column) => value ?? usual[column]!)
  })
  return { table: makeTable(cells, columns.length), holes, filled }
}

function isHole(value: unknown): boolean {
  return value == null || (typeof value === 'string' && holeWords.includes(value.trim().toLowerCase()))
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || value.trim() === '') return undefined
  if (/^(true|false)$/i.test(value)) return /^true$/i.test(value) ? 1 : 0
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}
