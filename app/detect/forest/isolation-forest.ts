import { meanPathLength } from './path-length.ts'
import { makeChance, sampleBelow, type Chance } from './random.ts'
import type { Table } from './table.ts'

export interface ForestOptions {
  trees: number
  /** Rows a tree is grown from. */
  samples: number
  seed: number
}

/**
 * All trees in one set of arrays, a node an index. A node's left child follows it; `right` is where the other is, 0 for a
 * leaf. `size` is how many sampled rows came by.
 */
export interface IsolationForest {
  kind: 'isolation_forest'
  columns: number
  /** Rows a tree was grown from, which the mean path follows from. */
  samples: number
  roots: Int32Array
  feature: Uint16Array
  /** Rows whose value is below go left. */
  threshold: Float32Array
  right: Int32Array
  size: Uint16Array
}

/** Liu, Ting and Zhou 2008, algorithms 1 and 2: random features cut at random values, to the height of a balanced tree. */
export function growForest(table: Table, { trees, samples, seed }: ForestOptions): IsolationForest {
  const chance = makeChance(seed)
  const psi = Math.max(1, Math.min(samples, table.rows, 65_535))
  const nodes = new GrowingNodes()
  const highest = Math.ceil(Math.log2(Math.max(2, psi)))
  const roots = new Int32Array(trees)
  for (let tree = 0; tree < trees; tree += 1) {
    roots[tree] = nodes.count
    const rows = sampleBelow(table.rows, psi, chance)
    growNode({ table, rows, chance, nodes, highest }, 0, rows.length, 0)
  }
  return { kind: 'isolation_forest', columns: table.columns, samples: psi, roots, ...nodes.finish() }
}

interface Growing {
  table: Table
  /** Rows of the tree, those of a node together. */
  rows: Int32Array
  chance: Chance
  nodes: GrowingNodes
  highest: number
}

function growNode(growing: Growing, from: number, to: number, depth: number): void {
  const { nodes, highest } = growing
  const node = nodes.add(to - from)
  if (depth >= highest || to - from <= 1) return
  const cut = chooseCut(growing, from, to)
  if (cut === undefined) return
  const middle = divide(growing, from, to, cut)
  nodes.feature[node] = cut.feature
  nodes.threshold[node] = cut.threshold
  growNode(growing, from, middle, depth + 1)
  nodes.right[node] = nodes.count
  growNode(growing, middle, to, depth + 1)
}

interface Cut {
  feature: number
  threshold: number
}

/** A feature that differs among these rows, each as likely; undefined where none does. */
function chooseCut({ table, rows, chance }: Growing, from: number, to: number): Cut | undefined {
  const { values, columns } = table
  const untried = Array.from({ length: columns }, (_, feature) => feature)
  while (untried.length > 0) {
    const [feature] = untried.splice(chance.below(untried.length), 1)
    let least = Infinity
    let most = -Infinity
    for (let at = from; at < to; at += 1) {
      const value = values[rows[at]! * columns + feature!]!
      if (value < least) least = value
      if (value > most) most = value
    }
    if (!(least < most)) continue
    // Kept in 32 bits: rounded here, so that a tree read from disk cuts where this one does.
    const threshold = Math.fround(least + chance.next() * (most - least))
    return { feature: feature!, threshold: threshold > least && threshold <= most ? threshold : nextCut(least, most) }
  }
  return undefined
}

/** Where 32 bits cannot tell a value between from the ends: the middle, as near as they come. */
function nextCut(least: number, most: number): number {
  const middle = Math.fround(least + (most - least) / 2)
  return Number.isFinite(middle) ? middle : Math.fround(most)
}

function divide({ table, rows }: Growing, from: number, to: number, { feature, threshold }: Cut): number {
  const { values, columns } = table
  let middle = from
  for (let at = from; at < to; at += 1) {
    const row = rows[at]!
    if (!(values[row * columns + feature]! < threshold)) continue
    rows[at] = rows[middle]!
    rows[middle] = row
    middle += 1
  }
  return middle
}

class GrowingNodes {
  readonly feature: number[] = []
  readonly threshold: number[] = []
  readonly right: number[] = []
  private readonly size: number[] = []

  get count(): number {
    return this.size.length
  }

  add(size: number): number {
    this.feature.push(0)
    this.threshold.push(0)
    this.right.push(0)
    return this.size.push(size) - 1
  }

  finish(): Pick<IsolationForest, 'feature' | 'threshold' | 'right' | 'size'> {
    return {
      feature: Uint16Array.from(this.feature),
      threshold: Float32Array.from(this.threshold),
      right: Int32Array.from(this.right),
      size: Uint16Array.from(this.size),
    }
  }
}

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
  }
  const usual = roots.length * Math.max(meanPathLength(forest.samples), 1)
  return paths.map((path) => 2 ** (-path / usual))
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
  for (const root of roots) {
    let node = root
    for (let other = right[node]!; other !== 0; other = right[node]!) {
      const by = feature[node]!
      const child = row[by]! < threshold[node]! ? node + 1 : other
      shortened[by]! += (meanPathLength(size[node]!) - meanPathLength(size[child]!) - 1) / roots.length
      node = child
    }
  }
  return shortened
}
