import type { HalfSpaceTrees } from './half-space-trees.ts'
import type { Table } from './table.ts'

/** A part with so small a share of the rows is looked into no further (SizeLimit, section 3.2: a tenth of the window of 250). */
const leastRows = 25
const blockRows = 512

/**
 * 0 to 1 a row, higher for rows in emptier parts. The paper's score is the rows in a row's part times 2 to the power of its
 * depth, added up over the trees; here on the scale of a forest's: 0.5 where there are as many as chance would leave, two thirds
 * where they are so many halvings fewer as half of a tree has.
 */
export function scoreHalfSpaces(grown: HalfSpaceTrees, { rows, columns, values }: Table): Float64Array {
  const { trees, depth, feature, threshold, mass } = grown
  const inner = 2 ** depth - 1
  const densities = new Float64Array(rows)
  const few = fewRows(grown)
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(rows, from + blockRows)
    for (let tree = 0; tree < trees; tree += 1) {
      const cuts = tree * inner
      const counts = tree * (2 * inner + 1)
      for (let row = from; row < to; row += 1) {
        let node = 0
        let level = 0
        while (level < depth && mass[counts + node]! > few) {
          node = 2 * node + (values[row * columns + feature[cuts + node]!]! < threshold[cuts + node]! ? 1 : 2)
          level += 1
        }
        densities[row]! += Math.log2((mass[counts + node]! + 1) * 2 ** level)
      }
    }
  }
  const even = Math.log2(grown.rows + 1)
  return densities.map((density) => 1 / (1 + 2 ** ((2 * (density / trees - even)) / depth)))
}

function fewRows({ rows }: HalfSpaceTrees): number {
  return Math.max(1, Math.min(leastRows, 0.1 * rows))
}

/** By how many halvings each feature led the row into an emptier part than chance would, on the mean of the trees. */
export function explainHalfSpaces(grown: HalfSpaceTrees, row: ArrayLike<number>): Float64Array {
  const { trees, depth, feature, threshold, mass } = grown
  const inner = 2 ** depth - 1
  const emptied = new Float64Array(grown.columns)
  const few = fewRows(grown)
  for (let tree = 0; tree < trees; tree += 1) {
    const cuts = tree * inner
    const counts = tree * (2 * inner + 1)
    let node = 0
    for (let level = 0; level < depth && mass[counts + node]! > few; level += 1) {
      const by = feature[cuts + node]!
      const child = 2 * node + (row[by]! < threshold[cuts + node]! ? 1 : 2)
      emptied[by]! += Math.log2((mass[counts + node]! + 1) / (2 * (mass[counts + child]! + 1))) / trees
      node = child
    }
  }
  return emptied
}
