import type { FeatureRange, ModelSettings, ModelVersion, FeatureSetName } from '../../model/outlier-model.ts'
import { fitModel, standingOf } from '../forest/fitted-model.ts'
import { measureDistribution } from '../forest/distribution.ts'
import { saveModel } from '../forest/model-document.ts'
import { makeTable } from '../forest/table.ts'
import { featureSets } from './index.ts'
import { OutlierModel, type OutlierModelDocument } from './outlier-model.ts'
import { mostRows, type RowCollector } from './row-collector.ts'

export interface TrainingFacts {
  set: FeatureSetName
  settings: ModelSettings
  from: number
  to: number
  last_seq: number
  records: number
}

/** What training tells of a version; who asked for it and when is known elsewhere. */
export type TrainingSummary = Omit<
  ModelVersion,
  'id' | 'set' | 'version' | 'state' | 'trained_at' | 'trained_by' | 'why' | 'took' | 'changed_at' | 'replaced'
>

export type Training =
  | { kind: 'trained'; summary: TrainingSummary; document: Omit<OutlierModelDocument, 'id'> }
  | { kind: 'too_few_rows'; rows: number; confirmed_rows: number }

const bins = 20
const mostShown = 200
const day = 86_400_000
/** A profile of fewer rows says nothing of what is usual; ψ is 250 in the paper. */
const leastProfile = 100

/** Learns what is usual from rows of stored records. */
export function trainModel(collector: RowCollector, facts: TrainingFacts): Training {
  const { set, settings, from, to, last_seq, records } = facts
  const { rows, seen, leftOutRows } = collector
  if (rows.length < settings.minimum_rows) return { kind: 'too_few_rows', rows: rows.length, confirmed_rows: leftOutRows }
  const described = featureSets[set]
  const wanted = settings.features
  const names = described.features.map(({ name }) => name).filter((name) => wanted === null || wanted.includes(name))
  const features = names.length > 0 ? names : described.features.map(({ name }) => name)
  const table = makeTable(
    rows.map(({ values }) => values),
    features.length,
  )
  const days = spanOf(rows)
  const outliers = (settings.budget * days * rows.length) / seen
  const { algorithm, trees, samples, seed, window_minutes, profile_days } = settings
  const profile = Math.max(leastProfile, Math.min(mostRows, Math.round((seen / days) * profile_days)))
  const { model, scores } = fitModel(table, { algorithm, trees, samples, seed, outliers, profile })
  const columns = features.map((_, column) =>
    Float64Array.from({ length: table.rows }, (__, row) => table.values[row * table.columns + column]!),
  )
  const document = {
    set,
    features,
    window: window_minutes * 60_000,
    last_seq,
    days: Math.round(days * 100) / 100,
    fitted: saveModel(model),
    distributions: { score: measureDistribution(scores), features: columns.map(measureDistribution) },
  }
  const readable = new OutlierModel({ ...document, id: set })
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!).slice(0, mostShown)
  const above = scores.filter((score) => score > model.limit).length
  const { scaling } = model
  return {
    kind: 'trained',
    document,
    summary: {
      algorithm,
      features,
      settings,
      from,
      to,
      last_seq,
      records,
      rows: rows.length,
      rows_seen: seen,
      confirmed_rows: leftOutRows,
      rows_per_day: seen / days,
      ...(algorithm === 'half_space_trees' ? { profile_rows: profile } : {}),
      limit: model.limit,
      outliers_per_day: (above * seen) / rows.length / days,
      ranges: features.map((feature, at): FeatureRange => ({
        feature,
        low: scaling.low[at]!,
        median: scaling.median[at]!,
        high: scaling.high[at]!,
      })),
      histogram: countBins(scores),
      highest: order.map((at) => ({ ...readable.describe(rows[at]!, scores[at]!), standing: standingOf(scores[at]!, model.limit) })),
    },
  }
}

/** Days that the rows reach over, an hour at least: what a budget a day is counted on. History may be shorter than what was asked for. */
export function spanOf(rows: readonly { from: number; to: number }[]): number {
  let first = Infinity
  let last = -Infinity
  for (const { from, to } of rows) {
    first = Math.min(first, from)
    last = Math.max(last, to)
  }
  return Math.max(1 / 24, (last - first) / day)
}

function countBins(scores: Float64Array): number[] {
  const counts = new Array<number>(bins).fill(0)
  for (const score of scores) counts[Math.min(bins - 1, Math.floor(score * bins))]! += 1
  return counts
}
