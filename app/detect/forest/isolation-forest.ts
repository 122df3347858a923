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
  /** Of an inner node: between which values of its feature its sampled rows lay. */
  low: Float32Array
  high: Float32Array
  /** By tree and column: whether all sampled rows had one value, and which. */
  fixed: Uint16Array
  fixedAt: Float32Array
  /** By column: between which values all training rows lay. */
  least: number[]
  most: number[]
}

/** Liu, Ting and Zhou 2008, algorithms 1 and 2: random features cut at random values, to the height of a balanced tree. */
export function growForest(table: Table, { trees, samples, seed }: ForestOptions): IsolationForest {
  const chance = makeChance(seed)
  const psi = Math.max(1, Math.min(samples, table.rows, 65_535))
  const nodes = new GrowingNodes()
  const fixed = new Uint16Array(trees * table.columns)
  const fixedAt = new Float32Array(trees * table.columns)
  const highest = Math.ceil(Math.log2(Math.max(2, psi)))
  const roots = new Int32Array(trees)
  for (let tree = 0; tree < trees; tree += 1) {
    roots[tree] = nodes.count
    const rows = sampleBelow(table.rows, psi, chance)
    growNode({ table, rows, chance, nodes, highest }, 0, rows.length, 0)
    const { least, most } = measureBox(table, rows)
    least.forEach((value, column) => {
      if (value !== most[column]) return
      fixed[tree * table.columns + column] = 1
      fixedAt[tree * table.columns + column] = value
    })
  }
  const box = measureBox(
    table,
    Array.from({ length: table.rows }, (_, row) => row),
  )
  return { kind: 'isolation_forest', columns: table.columns, samples: psi, roots, ...nodes.finish(), fixed, fixedAt, ...box }
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
  nodes.low[node] = cut.least
  nodes.high[node] = cut.most
  growNode(growing, from, middle, depth + 1)
  nodes.right[node] = nodes.count
  growNode(growing, middle, to, depth + 1)
}

interface Cut {
  feature: number
  threshold: number
  least: number
  most: number
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
    const isWithin = threshold > least && threshold <= most
    return { feature: feature!, threshold: isWithin ? threshold : nextCut(least, most), least, most }
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
  readonly low: number[] = []
  readonly high: number[] = []
  private readonly size: number[] = []

  get count(): number {
    return this.size.length
  }

  add(size: number): number {
    this.feature.push(0)
    this.threshold.push(0)
    this.right.push(0)
    this.low.push(0)
    this.high.push(0)
    return this.size.push(size) - 1
  }

  finish(): Pick<IsolationForest, 'feature' | 'threshold' | 'right' | 'size' | 'low' | 'high'> {
    return {
      feature: Uint16Array.from(this.feature),
      threshold: Float32Array.from(this.threshold),
      right: Int32Array.from(this.right),
      size: Uint16Array.from(this.size),
      low: Float32Array.from(this.low),
      high: Float32Array.from(this.high),
    }
  }
}

function measureBox({ values, columns }: Table, rows: ArrayLike<number>): Pick<IsolationForest, 'least' | 'most'> {
  const least = new Array<number>(columns).fill(Infinity)
  const most = new Array<number>(columns).fill(-Infinity)
  for (let at = 0; at < rows.length; at += 1) {
    for (let column = 0; column < columns; column += 1) {
      const value = values[rows[at]! * columns + column]!
      if (value < least[column]!) least[column] = value
      if (value > most[column]!) most[column] = value
    }
  }
  return { least, most }
}
