import type { FeatureContribution } from '../../model/outlier-model.ts'
import type { Reason } from '../../model/observation.ts'
import type { Description, Episode } from './episode.ts'
import { formatBytes } from './byte-wording.ts'
import { countOf, formatNumber } from './wording.ts'

export interface OutlierDetail {
  model: string
  set: string
  /** Strongest row of the episode. */
  score: number
  limit: number
  standing: number
  windows: number
  days: number
  contributions: FeatureContribution[]
  heuristic?: { score: number; description: string; severity: string }
}

export function describeOutlier({ entity, detail }: Episode<OutlierDetail>): Description {
  const { score, limit, contributions, windows, model, set, days } = detail
  const told = contributions.slice(0, 3).map(describeContribution).join('; ')
  const when = windows > 1 ? ` in ${countOf(windows, 'window')}` : ''
  return {
    score: detail.standing,
    explanation: `${entity.value} was unlike what ${model} learnt of ${formatNumber(days)} days${when}: score ${formatScore(score)} (limit ${formatScore(limit)})${told === '' ? '' : `; ${told}`}`,
    reasons: [
      { label: 'anomaly score', value: round(score), threshold: round(limit), name: 'model.score', met: true },
      ...contributions.map(toReason),
    ],
    metadata: {
      model,
      feature_set: set,
      score: round(score),
      limit: round(limit),
      features: contributions.map(roundAll),
      ...(detail.heuristic ? { heuristic: detail.heuristic } : {}),
    },
  }
}

/** `services 230 (usually 1–4)`. */
function describeContribution({ title, value, low, high, unit }: FeatureContribution): string {
  return `${title.toLowerCase()} ${format(value, unit)} (usually ${low === high ? format(low, unit) : `${format(low, unit)}–${format(high, unit)}`})`
}

function toReason({ feature, title, value, low, high, unit, share }: FeatureContribution): Reason {
  const beyond = value > high ? high : value < low ? low : undefined
  return {
    label: `${title.toLowerCase()}, ${Math.round(share * 100)} % of it; usually ${format(low, unit)} to ${format(high, unit)}`,
    value: round(value),
    ...(beyond === undefined ? {} : { threshold: round(beyond) }),
    name: `features.${feature}`,
    unit,
    met: beyond !== undefined,
  }
}

function format(value: number, unit: string): string {
  return unit === 'bytes' ? formatBytes(value) : formatNumber(value)
}

function formatScore(score: number): string {
  return score.toFixed(3)
}

function round(value: number): number {
  return Number(value.toPrecision(6))
}

function roundAll(contribution: FeatureContribution): FeatureContribution {
  const { value, low, high, share } = contribution
  return { ...contribution, value: round(value), low: round(low), high: round(high), share: round(share) }
}
