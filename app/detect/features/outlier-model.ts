import type { FeatureContribution, FeatureSetName, ScoredRow } from '../../model/outlier-model.ts'
import type { Distribution } from '../forest/distribution.ts'
import { explainRow, scaleRows, scoreTable, standingOf, type FittedModel } from '../forest/fitted-model.ts'
import { HalfSpaceLearner, type LearnedProfiles } from '../forest/half-space-learning.ts'
import { reviveModel, type ModelDocument } from '../forest/model-document.ts'
import { makeTable, type Table } from '../forest/table.ts'
import { chooseFeatures, type FeatureSet, type RecordFeature } from './feature-set.ts'
import type { FeatureRow } from './feature-rows.ts'
import type { Feature } from './catalogue.ts'
import { featureSets } from './index.ts'

/** A trained version as it is kept and handed to the detector: JSON. */
export interface OutlierModelDocument {
  /** `hosts-3`. */
  id: string
  set: FeatureSetName
  features: string[]
  /** Milliseconds. */
  window: number
  /** The newest record it learnt from; rows with one of these are not its to judge. */
  last_seq: number
  /** Days it learnt from. */
  days: number
  fitted: ModelDocument
  /** Of the training rows: their scores, and each feature. */
  distributions: { score: Distribution; features: Distribution[] }
}

/** At most so many features are told of a row. */
const mostTold = 5
/** What contributes less is noise. */
const leastShare = 0.05

/** A model with everything that is needed to use it. */
export class OutlierModel {
  readonly document: OutlierModelDocument
  readonly set: FeatureSet
  readonly features: readonly (Feature | RecordFeature)[]
  private readonly fitted: FittedModel
  /** Of trees that learn from the rows they have scored. */
  private readonly learner: HalfSpaceLearner | undefined

  /** Throws on a document that this version cannot read. */
  constructor(document: OutlierModelDocument) {
    const set = featureSets[document.set] as FeatureSet | undefined
    if (set === undefined) throw new Error(`a model of ${String(document.set)}, which this version does not know`)
    this.document = document
    this.set = set
    this.features = chooseFeatures<Feature | RecordFeature>(set.features, document.features)
    if (this.features.length !== document.features.length) throw new Error(`${document.id} looks at features that are not there any more`)
    this.fitted = reviveModel(document.fitted)
    const { trees } = this.fitted
    this.learner = trees.kind === 'half_space_trees' ? new HalfSpaceLearner(trees) : undefined
  }

  get learns(): boolean {
    return this.learner !== undefined
  }

  get limit(): number {
    return this.fitted.limit
  }

  /** Training scores, in ascending order. */
  get scores(): readonly number[] {
    return this.fitted.scores
  }

  score(rows: readonly FeatureRow[]): Float64Array {
    return scoreTable(this.fitted, this.tableOf(rows))
  }

  /**
   * Scores rows in the order in which they came, and learns from each after it is scored and told: what is told of a row may
   * still be explained by what scored it. Rows with a record that it was trained on are scored, and not learnt twice.
   */
  follow(rows: readonly FeatureRow[], tell: (row: FeatureRow, score: number) => void): void {
    for (let from = 0; from < rows.length;) {
      const part = rows.slice(from, from + (this.learner?.room ?? rows.length))
      const scores = this.score(part)
      part.forEach((row, at) => tell(row, scores[at]!))
      const fresh = this.learner && part.filter((row) => this.isFresh(row))
      if (fresh !== undefined && fresh.length > 0) this.learner?.learn(scaleRows(this.fitted, this.tableOf(fresh)))
      from += part.length
    }
  }

  /** Whether it holds no record that the model was trained on. */
  isFresh({ first_seq }: FeatureRow): boolean {
    return first_seq > this.document.last_seq
  }

  /** What it learnt since it was trained; undefined where it does not learn. */
  learned(): LearnedProfiles | undefined {
    return this.learner?.snapshot()
  }

  /** Throws on what another model learnt. */
  resume(learned: LearnedProfiles): void {
    this.learner?.restore(learned)
  }

  /** The features that did most, strongest first. */
  explain(row: FeatureRow): FeatureContribution[] {
    const shares = explainRow(this.fitted, row.values)
    const { low, high } = this.fitted.scaling
    return this.features
      .map(({ name, title, unit }, at) => {
        return { feature: name, title, unit, value: row.values[at]!, low: low[at]!, high: high[at]!, share: shares[at]! }
      })
      .filter(({ share }) => share >= leastShare)
      .sort((a, b) => b.share - a.share)
      .slice(0, mostTold)
  }

  describe(row: FeatureRow, score: number): ScoredRow {
    const { entity, from, to, records, evidence } = row
    const standing = standingOf(score, this.limit)
    return { entity, from, to, records, score, standing, contributions: this.explain(row), evidence: evidence.slice(0, 10) }
  }

  private tableOf(rows: readonly FeatureRow[]): Table {
    return makeTable(
      rows.map(({ values }) => values),
      this.features.length,
    )
  }
}
