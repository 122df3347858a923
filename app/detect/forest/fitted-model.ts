import type { ModelAlgorithm } from '../../model/outlier-model.ts'
import { explainHalfSpaces, scoreHalfSpaces } from './half-space-scoring.ts'
import { countLeaves, growHalfSpaces, makeLeaves, setProfile, type HalfSpaceTrees } from './half-space-trees.ts'
import { explainForest, scoreForest } from './forest-scoring.ts'
import { growForest, type IsolationForest } from './isolation-forest.ts'
import { measureScaling, scaleTable, type Scaling } from './scaling.ts'
import { makeTable, pickRows, sliceRows, type Table } from './table.ts'

export interface FitOptions {
  algorithm: ModelAlgorithm
  trees: number
  samples: number
  seed: number
  /** How many of the rows may stand out. */
  outliers: number
  /** Of half-space trees: rows of a mass profile, ψ in the paper; all of the table's where nothing is said. */
  profile?: number
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
  /** Of every training row, by trees that had not seen it. */
  scores: Float64Array
}

/** Where nothing stands out a forest's scores are about a half (Liu et al. 2008, section 2), but for rounding: no limit is lower. */
const usualScore = 0.5 + 1e-9
/** Parts the rows are divided into; each is scored by trees grown from the others. */
const folds = 5
/** Fewer rows than this are scored by the trees that they are in: a part of them would be no sample of the rest. */
const leastDivided = 50

/** Deterministic: the same rows in the same order (that of time), options and seed give the same model. */
export function fitModel(table: Table, options: FitOptions): Fit {
  const scaling = measureScaling(table)
  const scaled = scaleTable(table, scaling)
  const trees = growTrees(scaled, options)
  const scores = scoreTraining(trees, scaled, options)
  const sorted = [...scores].sort((a, b) => a - b)
  const limit = chooseLimit(sorted, options.outliers, options.algorithm === 'isolation_forest' ? usualScore : 0)
  return { model: { scaling, trees, limit, scores: thinOut(sorted, 1000) }, scores }
}

function growTrees(scaled: Table, { algorithm, trees, samples, seed, profile }: FitOptions): FittedModel['trees'] {
  if (algorithm === 'isolation_forest') return growForest(scaled, { trees, samples, seed })
  return growHalfSpaces(scaled, { trees, seed, ...(profile === undefined ? {} : { profile }) })
}

/** A row scores higher where it was not learnt, as all rows to come: the limit must be made of such scores. */
function scoreTraining(trees: FittedModel['trees'], scaled: Table, options: FitOptions): Float64Array {
  if (scaled.rows < leastDivided) return scoreTrees(trees, scaled)
  if (trees.kind === 'half_space_trees' && scaled.rows >= 2 * trees.profile) return scoreByProfiles(trees, scaled)
  return scoreUnseen(scaled, options)
}

/** Every part of the rows by the profile of the part before, as rows will be that come; the first by the second's. The last remains. */
function scoreByProfiles(trees: HalfSpaceTrees, scaled: Table): Float64Array {
  const count = Math.floor(scaled.rows / trees.profile)
  const begin = (part: number) => Math.floor((part * scaled.rows) / count)
  const partOf = (part: number) => sliceRows(scaled, begin(part), begin(part + 1))
  const judgeBy = (rows: Table) => setProfile(trees, countLeaves(trees, rows, makeLeaves(trees)), rows.rows)
  const scores = new Float64Array(scaled.rows)
  for (let part = 0; part < count; part += 1) {
    judgeBy(partOf(part === 0 ? 1 : part - 1))
    scores.set(scoreHalfSpaces(trees, partOf(part)), begin(part))
  }
  judgeBy(partOf(count - 1))
  return scores
}

/** Every row by trees grown without it. */
function scoreUnseen(scaled: Table, options: FitOptions): Float64Array {
  const scores = new Float64Array(scaled.rows)
  for (let fold = 0; fold < folds; fold += 1) {
    const others = growTrees(
      pickRows(scaled, (row) => row % folds !== fold),
      options,
    )
    scoreTrees(
      others,
      pickRows(scaled, (row) => row % folds === fold),
    ).forEach((score, at) => {
      scores[at * folds + fold] = score
    })
  }
  return scores
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
  return scoreTrees(model.trees, scaleRows(model, table))
}

/** As the trees see them. */
export function scaleRows({ scaling }: FittedModel, table: Table): Table {
  return scaleTable(table, scaling)
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
