import { makeChance, type Chance } from './random.ts'
import type { Table } from './table.ts'

export interface HalfSpaceOptions {
  trees: number
  seed: number
  /** Levels of cuts; 15 in the paper, for 250 rows at a time. */
  depth?: number
}

/**
 * Trees that halve the space without looking at rows, and count how many rows fall into each part (Tan, Ting and Liu, Fast
 * Anomaly Detection for Streaming Data, IJCAI 2011). Perfect binary trees: the children of node n are 2n + 1 and 2n + 2.
 */
export interface HalfSpaceTrees {
  kind: 'half_space_trees'
  columns: number
  trees: number
  depth: number
  /** Rows counted. */
  rows: number
  /** By tree, of inner nodes. */
  feature: Uint16Array
  threshold: Float32Array
  /** By tree, of all nodes. */
  mass: Uint32Array
}

const usualDepth = 10
/** A part with so small a share of the rows is looked into no further (SizeLimit, section 3.2: a tenth of the window of 250). */
const leastRows = 25

export function growHalfSpaces(table: Table, { trees, seed, depth = usualDepth }: HalfSpaceOptions): HalfSpaceTrees {
  const chance = makeChance(seed)
  const inner = 2 ** depth - 1
  const grown: HalfSpaceTrees = {
    kind: 'half_space_trees',
    columns: table.columns,
    trees,
    depth,
    rows: 0,
    feature: new Uint16Array(trees * inner),
    threshold: new Float32Array(trees * inner),
    mass: new Uint32Array(trees * (2 * inner + 1)),
  }
  const ranges = measureRanges(table)
  for (let tree = 0; tree < trees; tree += 1) {
    halve(grown, tree * inner, 0, 0, spreadRanges(ranges, chance), chance)
  }
  learnRows(grown, table)
  return grown
}

interface Ranges {
  low: Float64Array
  high: Float64Array
}

function measureRanges({ rows, columns, values }: Table): Ranges {
  const low = new Float64Array(columns).fill(Infinity)
  const high = new Float64Array(columns).fill(-Infinity)
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const value = values[row * columns + column]!
      if (value < low[column]!) low[column] = value
      if (value > high[column]!) high[column] = value
    }
  }
  return { low, high }
}

/** Work ranges (section 3.1): about a random point s of each feature, twice as far as the farther end. */
function spreadRanges({ low, high }: Ranges, chance: Chance): Ranges {
  const spread: Ranges = { low: low.slice(), high: high.slice() }
  for (let column = 0; column < low.length; column += 1) {
    const length = high[column]! - low[column]!
    if (!(length > 0)) continue
    const at = chance.next()
    const reach = 2 * Math.max(at, 1 - at)
    spread.low[column] = low[column]! + (at - reach) * length
    spread.high[column] = low[column]! + (at + reach) * length
  }
  return spread
}

function halve(grown: HalfSpaceTrees, offset: number, node: number, depth: number, ranges: Ranges, chance: Chance): void {
  if (depth === grown.depth) return
  const feature = chance.below(grown.columns)
  const [low, high] = [ranges.low[feature]!, ranges.high[feature]!]
  const middle = Math.fround(Number.isFinite(low) && Number.isFinite(high) ? low + (high - low) / 2 : 0)
  grown.feature[offset + node] = feature
  grown.threshold[offset + node] = middle
  ranges.high[feature] = middle
  halve(grown, offset, 2 * node + 1, depth + 1, ranges, chance)
  ranges.high[feature] = high
  ranges.low[feature] = middle
  halve(grown, offset, 2 * node + 2, depth + 1, ranges, chance)
  ranges.low[feature] = low
}

/** Adds rows to what is usual. */
export function learnRows(grown: HalfSpaceTrees, { rows, columns, values }: Table): void {
  const { trees, depth, feature, threshold, mass } = grown
  const inner = 2 ** depth - 1
  for (let tree = 0; tree < trees; tree += 1) {
    const cuts = tree * inner
    const counts = tree * (2 * inner + 1)
    for (let row = 0; row < rows; row += 1) {
      let node = 0
      mass[counts]! += 1
      for (let level = 0; level < depth; level += 1) {
        node = 2 * node + (values[row * columns + feature[cuts + node]!]! < threshold[cuts + node]! ? 1 : 2)
        mass[counts + node]! += 1
      }
    }
  }
  grown.rows += rows
}

/**
 * 0 to 1 a row, higher for rows in emptier parts. The paper's score is the rows in a row's part times 2 to the power of its
 * depth, added up over the trees; here on the scale of a forest's, 0.5 where there are as many as chance would leave.
 */
export function scoreHalfSpaces(grown: HalfSpaceTrees, { rows, columns, values }: Table): Float64Array {
  const { trees, depth, feature, threshold, mass } = grown
  const inner = 2 ** depth - 1
  const densities = new Float64Array(rows)
  const few = fewRows(grown)
  const blockRows = 512
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
  return densities.map((density) => 1 / (1 + 2 ** (density / trees - even)))
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
