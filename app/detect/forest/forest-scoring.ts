import type { IsolationForest } from './isolation-forest.ts'
import { meanPathLength } from './path-length.ts'
import type { Table } from './table.ts'
import { isBeyond, walkBeyond } from './unseen-rows.ts'

/** Rows that stay in the processor's nearest cache while all trees look at them (DESIGN section 7). */
const blockRows = 512

/** 0 to 1 a row: 2 to the power of minus its mean path over the usual one (equation 2). About 0.5 where nothing stands out. */
export function scoreForest(forest: IsolationForest, table: Table): Float64Array {
  const { roots, feature, threshold, right } = forest
  const { values, columns, rows } = table
  const paths = new Float64Array(rows)
  const ends = measureEnds(forest)
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(rows, from + blockRows)
    for (let tree = 0; tree < roots.length; tree += 1) {
      const root = roots[tree]!
      for (let row = from; row < to; row += 1) {
        const base = row * columns
        let node = root
        for (let other = right[node]!; other !== 0; other = right[node]!) {
          node = values[base + feature[node]!]! < threshold[node]! ? node + 1 : other
        }
        paths[row]! += ends[node]!
      }
    }
    for (let row = from; row < to; row += 1) {
      const own = values.subarray(row * columns, (row + 1) * columns)
      if (isBeyond(forest, own)) paths[row] = measureBeyond(forest, own)
    }
  }
  const usual = roots.length * Math.max(meanPathLength(forest.samples), 1)
  return paths.map((path) => 2 ** (-path / usual))
}

function measureBeyond(forest: IsolationForest, row: ArrayLike<number>): number {
  let paths = 0
  for (let tree = 0; tree < forest.roots.length; tree += 1) paths += walkBeyond(forest, tree, row)
  return paths
}

const known = new WeakMap<IsolationForest, Float64Array>()

/** Of every leaf: its depth, and what isolating the rows it was left with would have taken. */
function measureEnds(forest: IsolationForest): Float64Array {
  const before = known.get(forest)
  if (before !== undefined) return before
  const { roots, right, size } = forest
  const ends = new Float64Array(right.length)
  const walk = (node: number, depth: number): void => {
    const other = right[node]!
    if (other === 0) {
      ends[node] = depth + meanPathLength(size[node]!)
      return
    }
    walk(node + 1, depth + 1)
    walk(other, depth + 1)
  }
  for (const root of roots) walk(root, 0)
  known.set(forest, ends)
  return ends
}

/**
 * By how much each feature shortened the row's paths, on the mean of the trees. A cut that leaves a row with few others takes
 * more off what was still to come than the one step it cost; all features together add up to the usual path minus the row's.
 */
export function explainForest(forest: IsolationForest, row: ArrayLike<number>): Float64Array {
  const { roots, feature, threshold, right, size } = forest
  const shortened = new Float64Array(forest.columns)
  const share = 1 / roots.length
  if (isBeyond(forest, row)) {
    for (let tree = 0; tree < roots.length; tree += 1) {
      walkBeyond(forest, tree, row, (by, amount) => {
        shortened[by]! += amount * share
      })
    }
    return shortened
  }
  for (const root of roots) {
    let node = root
    for (let other = right[node]!; other !== 0; other = right[node]!) {
      const by = feature[node]!
      const child = row[by]! < threshold[node]! ? node + 1 : other
      shortened[by]! += (meanPathLength(size[node]!) - meanPathLength(size[child]!) - 1) * share
      node = child
    }
  }
  return shortened
}
