/** Fields whose pairs are looked at: a row of a thousand columns would have half a million pairs. */
const mostFields = 20

type Correlations = Record<string, Record<string, number>>

/** Pearson's coefficient of each pair of columns, over the rows that have both; rounded to three digits. */
export function correlateNumbers(columns: ReadonlyMap<string, readonly (number | undefined)[]>): Correlations {
  return pairUp([...columns], (left, right) => {
    const both = left.flatMap((x, at) => (x === undefined || right[at] === undefined ? [] : [[x, right[at]] as const]))
    const count = both.length
    if (count < 2) return undefined
    let [sumX, sumY] = [0, 0]
    for (const [x, y] of both) {
      sumX += x
      sumY += y
    }
    let [xx, yy, xy] = [0, 0, 0]
    for (const [x, y] of both) {
      const [dx, dy] = [x - sumX / count, y - sumY / count]
      xx += dx * dx
      yy += dy * dy
      xy += dx * dy
    }
    return xy / Math.sqrt(xx * yy)
  })
}

/** Cramér's V of each pair of columns of few values: 0 when one says nothing of the other, 1 when it says all. */
export function correlateTexts(columns: ReadonlyMap<string, readonly (string | undefined)[]>): Correlations {
  return pairUp([...columns], (left, right) => {
    const [rows, lines, cells] = [new Map<string, number>(), new Map<string, number>(), new Map<string, Map<string, number>>()]
    let total = 0
    left.forEach((x, at) => {
      const y = right[at]
      if (x === undefined || y === undefined) return
      total += 1
      rows.set(x, (rows.get(x) ?? 0) + 1)
      lines.set(y, (lines.get(y) ?? 0) + 1)
      const cell = cells.get(x) ?? new Map<string, number>()
      cell.set(y, (cell.get(y) ?? 0) + 1)
      cells.set(x, cell)
    })
    const smaller = Math.min(rows.size, lines.size) - 1
    if (smaller < 1) return undefined
    let chi = 0
    for (const [x, inRow] of rows) {
      for (const [y, inLine] of lines) {
        const expected = (inRow * inLine) / total
        chi += ((cells.get(x)?.get(y) ?? 0) - expected) ** 2 / expected
      }
    }
    return Math.sqrt(chi / total / smaller)
  })
}

/** Each pair once, under its first field; nothing for fewer than two fields. */
function pairUp<Value>(
  columns: readonly (readonly [string, readonly Value[]])[],
  measure: (left: readonly Value[], right: readonly Value[]) => number | undefined,
): Correlations {
  const taken = columns.slice(0, mostFields)
  if (taken.length < 2) return {}
  const correlations: Correlations = {}
  for (const [at, [field, left]] of taken.entries()) {
    const of: Record<string, number> = {}
    for (const [other, right] of taken.slice(at + 1)) {
      const value = measure(left, right)
      if (value !== undefined && Number.isFinite(value)) of[other] = Math.round(value * 1000) / 1000
    }
    correlations[field] = of
  }
  return correlations
}
