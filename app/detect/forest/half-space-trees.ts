import { makeChance, type Chance } from './random.ts'
import type { Table } from './table.ts'

export interface HalfSpaceOptions {
  trees: number
  seed: number
  /** Levels of cuts; 15 in the paper, for 250 rows at a time. */
  depth?: number
  /** Rows of a mass profile: ψ in the paper. All rows of the table, where nothing is said. */
  profile?: number
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
  /** After so many rows the profile that is being counted becomes the one that judges. */
  profile: number
  /** By tree, of inner nodes. */
  feature: Uint16Array
  threshold: Float32Array
  /** The reference profile: rows that it was counted from and, by tree, of all nodes, how many fell into each. */
  rows: number
  mass: Uint32Array
}

const usualDepth = 10

export function growHalfSpaces(table: Table, { trees, seed, depth = usualDepth, profile }: HalfSpaceOptions): HalfSpaceTrees {
  const chance = makeChance(seed)
  const inner = 2 ** depth - 1
  const grown: HalfSpaceTrees = {
    kind: 'half_space_trees',
    columns: table.columns,
    trees,
    depth,
    profile: Math.max(1, profile ?? table.rows),
    feature: new Uint16Array(trees * inner),
    threshold: new Float32Array(trees * inner),
    rows: 0,
    mass: new Uint32Array(trees * (2 * inner + 1)),
  }
  const ranges = measureRanges(table)
  for (let tree = 0; tree < trees; tree += 1) {
    halve(grown, tree * inner, 0, 0, spreadRanges(ranges, chance), chance)
  }
  setProfile(grown, countLeaves(grown, table, makeLeaves(grown)), table.rows)
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

/** Rows by tree and leaf, none yet. The masses of all other nodes follow from those of the leaves. */
export function makeLeaves({ trees, depth }: HalfSpaceTrees): Uint32Array {
  return new Uint32Array(trees * 2 ** depth)
}

/** Adds rows to `leaves`. */
export function countLeaves(grown: HalfSpaceTrees, { rows, columns, values }: Table, leaves: Uint32Array): Uint32Array {
  const { trees, depth, feature, threshold } = grown
  const inner = 2 ** depth - 1
  for (let tree = 0; tree < trees; tree += 1) {
    const cuts = tree * inner
    const counts = tree * (inner + 1) - inner
    for (let row = 0; row < rows; row += 1) {
      let node = 0
      for (let level = 0; level < depth; level += 1) {
        node = 2 * node + (values[row * columns + feature[cuts + node]!]! < threshold[cuts + node]! ? 1 : 2)
      }
      leaves[counts + node]! += 1
    }
  }
  return leaves
}

/** Makes `leaves`, of so many rows, what rows are judged by. */
export function setProfile(grown: HalfSpaceTrees, leaves: Uint32Array, rows: number): void {
  const { trees, depth, mass } = grown
  const inner = 2 ** depth - 1
  for (let tree = 0; tree < trees; tree += 1) {
    const nodes = tree * (2 * inner + 1)
    mass.set(leaves.subarray(tree * (inner + 1), (tree + 1) * (inner + 1)), nodes + inner)
    for (let node = inner - 1; node >= 0; node -= 1) mass[nodes + node] = mass[nodes + 2 * node + 1]! + mass[nodes + 2 * node + 2]!
  }
  grown.rows = rows
}

/** The leaves of the profile that judges. */
export function leavesOf({ trees, depth, mass }: HalfSpaceTrees): Uint32Array {
  const inner = 2 ** depth - 1
  const leaves = new Uint32Array(trees * (inner + 1))
  for (let tree = 0; tree < trees; tree += 1) {
    const from = tree * (2 * inner + 1) + inner
    leaves.set(mass.subarray(from, from + inner + 1), tree * (inner + 1))
  }
  return leaves
}
