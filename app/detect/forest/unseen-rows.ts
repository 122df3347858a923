import type { IsolationForest } from './isolation-forest.ts'
import { meanPathLength } from './path-length.ts'

/** Whether a row lies outside everything that was learnt. */
export function isBeyond({ least, most, columns }: IsolationForest, row: ArrayLike<number>): boolean {
  for (let column = 0; column < columns; column += 1) {
    const value = row[column]!
    if (value < least[column]! || value > most[column]!) return true
  }
  return false
}

/**
 * The path of a row beyond what was learnt, as it would be if the row had been among those the tree was grown from: it is
 * the mean over where the cuts would have fallen then. Without this a value a thousand times the largest known goes the way
 * of the largest known, and a column that never differed cannot speak at all. A cut of a column is taken between the ends
 * of the rows and of this row, so it parts the row from them with probability excess / (range + excess), as in the trees of
 * Guha et al. (Robust random cut forest, ICML 2016); rows within what was learnt have the path of Liu et al. 2008.
 * `note` is told by how much each column shortened it.
 */
export function walkBeyond(
  forest: IsolationForest,
  tree: number,
  row: ArrayLike<number>,
  note?: (column: number, amount: number) => void,
): number {
  const { roots, feature, threshold, right, size, low, high, columns } = forest
  const odd = findOdd(forest, tree, row)
  // Of the columns that a cut may take; those that never differed come in only by this row.
  const drawn = odd.length === 0 ? 0 : odd.length / (odd.length + countVarying(forest, tree))
  let node = roots[tree]!
  let depth = 0
  let left = 1
  let path = 0
  const part = (probability: number, column: number) => {
    path += left * probability * (depth + 1)
    note?.(column, left * probability * (meanPathLength(size[node]!) - 1))
  }
  for (;;) {
    if (drawn > 0 && size[node]! > 1) {
      for (const column of odd) part(drawn / odd.length, column)
      left *= 1 - drawn
    }
    const other = right[node]!
    if (other === 0) break
    const by = feature[node]!
    const value = row[by]!
    const excess = Math.max(low[node]! - value, value - high[node]!, 0)
    const probability = excess > 0 ? excess / (high[node]! - low[node]! + excess) : 0
    if (probability > 0) part(probability, by)
    left *= 1 - probability
    const child = value < threshold[node]! ? node + 1 : other
    note?.(by, left * (meanPathLength(size[node]!) - meanPathLength(size[child]!) - 1))
    node = child
    depth += 1
    if (left < 1e-6 || depth > columns + 64) break
  }
  return path + left * (depth + meanPathLength(size[node]!))
}

/** Columns that never differed among the tree's rows, and do in this one. */
function findOdd({ fixed, fixedAt, columns }: IsolationForest, tree: number, row: ArrayLike<number>): number[] {
  const odd: number[] = []
  for (let column = 0; column < columns; column += 1) {
    const at = tree * columns + column
    if (fixed[at] === 1 && Math.fround(row[column]!) !== fixedAt[at]) odd.push(column)
  }
  return odd
}

function countVarying({ fixed, columns }: IsolationForest, tree: number): number {
  let varying = 0
  for (let column = 0; column < columns; column += 1) if (fixed[tree * columns + column] === 0) varying += 1
  return varying
}
