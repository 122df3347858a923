import type { ModelAlgorithm } from '../../model/outlier-model.ts'
import { explainHalfSpaces, growHalfSpaces, scoreHalfSpaces, type HalfSpaceTrees } from './half-space-trees.ts'
import { explainForest, scoreForest } from './forest-scoring.ts'
import { growForest, type IsolationForest } from './isolation-forest.ts'
import { measureScaling, scaleTable, type Scaling } from './scaling.ts'
import { makeTable, type Table } from './table.ts'

export interface FitOptions {
  algorithm: ModelAlgorithm
  trees: number
  samples: number
  seed: number
  /** How many of the rows may stand out. */
  outliers: number
}

/** What was learnt of a table: enough to score other rows of the same columns, and to say why. */
export interface FittedModel {
  scaling: Scaling
  trees: IsolationForest | HalfSpaceTrees
  /** A row stands out when its score is above. */
  limit: number
  /** Of the training rows, in ascending order at most 1000 of them, evenly taken. */
  scores: number[]
}

export interface Fit {
  model: FittedModel
  /** Of every training row. */
  scores: Float64Array
}

/** Where nothing stands out a forest's scores are about a half (Liu et al. 2008, section 2), but for rounding: no limit is lower. */
const usualScore = 0.5 + 1e-9

/** Deterministic: the same rows, options and seed give the same model. */
export function fitModel(table: Table, { algorithm, trees, samples, seed, outliers }: FitOptions): Fit {
  const scaling = measureScaling(table)
  const scaled = scaleTable(table, scaling)
  const grown = algorithm === 'isolation_forest' ? growForest(scaled, { trees, samples, seed }) : growHalfSpaces(scaled, { trees, seed })
  const scores = scoreTrees(grown, scaled)
  const sorted = [...scores].sort((a, b) => a - b)
  const limit = chooseLimit(sorted, outliers, algorithm === 'isolation_forest' ? usualScore : 0)
  return { model: { scaling, trees: grown, limit, scores: thinOut(sorted, 1000) }, scores }
}

/** So many of the rows are above it, or nearly. `sorted` in ascending order. */
export function chooseLimit(sorted: readonly number[], outliers: number, leastLimit = usualScore): number {
  const allowed = Math.floor(outliers)
  const at = sorted.length - 1 - allowed
  const limit = at < 0 ? leastLimit : (sorted[at] ?? leastLimit)
  return Math.min(1, Math.max(leastLimit, limit))
}

function thinOut(sorted: readonly number[], most: number): number[] {
  if (sorted.length <= most) return [...sorted]
  return Array.from({ length: most }, (_, at) => sorted[Math.round((at * (sorted.length - 1)) / (most - 1))]!)
}

export function scoreTable(model: FittedModel, table: Table): Float64Array {
  return scoreTrees(model.trees, scaleTable(table, model.scaling))
}

function scoreTrees(trees: FittedModel['trees'], scaled: Table): Float64Array {
  return trees.kind === 'isolation_forest' ? scoreForest(trees, scaled) : scoreHalfSpaces(trees, scaled)
}

/** Where a score lies about the limit: 0.5 at it, 0 to 1. */
export function standingOf(score: number, limit: number): number {
  return Math.min(1, Math.max(0, (1 + score - limit) / 2))
}

/** Of each column, its part in what made the row stand out: 0 to 1, together 1; all 0 where nothing did. */
export function explainRow(model: FittedModel, row: ArrayLike<number>): Float64Array {
  const scaled = scaleTable(makeTable([row], row.length), model.scaling).values
  const { trees } = model
  const shortened = trees.kind === 'isolation_forest' ? explainForest(trees, scaled) : explainHalfSpaces(trees, scaled)
  const sum = shortened.reduce((total, part) => total + Math.max(0, part), 0)
  return shortened.map((part) => (sum > 0 ? Math.max(0, part) / sum : 0))
}
