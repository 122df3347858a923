import type { FeatureContribution, FeatureSetName, ScoredRow } from '../../model/outlier-model.ts'
import type { Distribution } from '../forest/distribution.ts'
import { explainRow, scoreTable, standingOf, type FittedModel } from '../forest/fitted-model.ts'
import { reviveModel, type ModelDocument } from '../forest/model-document.ts'
import { makeTable } from '../forest/table.ts'
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

  /** Throws on a document that this version cannot read. */
  constructor(document: OutlierModelDocument) {
    const set = featureSets[document.set] as FeatureSet | undefined
    if (set === undefined) throw new Error(`a model of ${String(document.set)}, which this version does not know`)
    this.document = document
    this.set = set
    this.features = chooseFeatures<Feature | RecordFeature>(set.features, document.features)
    if (this.features.length !== document.features.length) throw new Error(`${document.id} looks at features that are not there any more`)
    this.fitted = reviveModel(document.fitted)
  }

  get limit(): number {
    return this.fitted.limit
  }

  /** Training scores, in ascending order. */
  get scores(): readonly number[] {
    return this.fitted.scores
  }

  score(rows: readonly FeatureRow[]): Float64Array {
    return scoreTable(
      this.fitted,
      makeTable(
        rows.map(({ values }) => values),
        this.features.length,
      ),
    )
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
}
