/** Rows of numbers, one row after the other in one array: no NaN and no infinity. */
export interface Table {
  rows: number
  columns: number
  values: Float64Array
}

/** What is no number, or none that can be reckoned with, becomes 0. */
export function makeTable(rows: readonly ArrayLike<number>[], columns: number): Table {
  const values = new Float64Array(rows.length * columns)
  rows.forEach((row, at) => {
    for (let column = 0; column < columns; column += 1) {
      const value = row[column]
      values[at * columns + column] = value !== undefined && Number.isFinite(value) ? value : 0
    }
  })
  return { rows: rows.length, columns, values }
}

export function readRow({ values, columns }: Table, row: number): Float64Array {
  return values.subarray(row * columns, (row + 1) * columns)
}

export function pickRows(table: Table, isPicked: (row: number) => boolean): Table {
  const picked = Int32Array.from({ length: table.rows }, (_, row) => row).filter((row) => isPicked(row))
  const values = new Float64Array(picked.length * table.columns)
  picked.forEach((row, at) => values.set(readRow(table, row), at * table.columns))
  return { rows: picked.length, columns: table.columns, values }
}

export function sliceRows({ columns, values }: Table, from: number, to: number): Table {
  return { rows: to - from, columns, values: values.subarray(from * columns, to * columns) }
}
